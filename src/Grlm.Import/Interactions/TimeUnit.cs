namespace Grlm.Import;

/// <summary>What a point in time is written in.</summary>
internal enum TimeUnit
{
    /// <summary>A calendar date, or 0, which is the same in every unit.</summary>
    Date,

    /// <summary>Seconds since 1970.</summary>
    Seconds,

    /// <summary>Milliseconds since 1970.</summary>
    Milliseconds,

    /// <summary>Microseconds since 1970.</summary>
    Microseconds,

    /// <summary>Nanoseconds since 1970.</summary>
    Nanoseconds,
}

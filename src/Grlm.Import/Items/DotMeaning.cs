namespace Grlm.Import;

/// <summary>What a single dot before exactly three digits means: <c>1.299</c>.</summary>
internal enum DotMeaning
{
    /// <summary>The decimal point, as in numbers that programs write.</summary>
    Point,

    /// <summary>It sets thousands apart, as where prices are in euros, kronor or rupiah.</summary>
    Groups,

    /// <summary>Either: <c>$1.299</c> is a litre of petrol in one country and a telephone in another.</summary>
    Unknown,
}

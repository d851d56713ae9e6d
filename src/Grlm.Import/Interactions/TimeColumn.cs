namespace Grlm.Import;

/// <summary>
/// Reads the times of a file's interactions: all are written in one unit, or the file is refused. Each is taken in the unit that its size
/// tells; where all tell the same, that is the column's.
/// </summary>
internal sealed class TimeColumn
{
    // Spreadsheets count days from 1900: these are the years 1954 to 2119.
    private const long FirstDay = 20_000_000_000_000, LastDay = 80_000_000_000_000;

    private readonly InputFile _file;
    private readonly UnitRows[] _units = [.. Enum.GetValues<TimeUnit>().Select(_ => new UnitRows())];
    private bool _areDigitDates = true;
    private bool _areDays = true;
    private bool _haveFractions;

    /// <param name="file">The file.</param>
    public TimeColumn(InputFile file) => _file = file;

    /// <summary>Gets the unit that most rows are written in; dates where no row holds a number.</summary>
    public TimeUnit Unit => Numbers.Any(unit => _units[(int)unit].Count > 0)
        ? Numbers.MaxBy(unit => _units[(int)unit].Count) : TimeUnit.Date;

    private static IEnumerable<TimeUnit> Numbers => Enum.GetValues<TimeUnit>().Where(unit => unit != TimeUnit.Date);

    /// <summary>Takes in the time of a row.</summary>
    public void Add(long line, string text, PointInTime time)
    {
        _units[(int)time.Unit].Add(line, text, time.Nanoseconds);
        if (time.Unit is TimeUnit.Date)
            return;
        _areDigitDates = _areDigitDates && DigitDate.Of(text) is not null;
        _areDays = _areDays && time is { Unit: TimeUnit.Seconds, Nanoseconds: > FirstDay and < LastDay };
        _haveFractions = _haveFractions || time.Nanoseconds % 1_000_000_000 != 0;
    }

    /// <summary>Refuses a column that is no times at all, or, unless the import is lenient, of several units.</summary>
    /// <returns>Whether there are rows of another unit than the column's.</returns>
    /// <exception cref="InvalidInputException">The column is refused.</exception>
    public bool Settle(RowFaults faults)
    {
        var main = _units[(int)Unit];
        if (Unit is TimeUnit.Date)
            return false;
        if (_areDigitDates)
            throw Refused($"the timestamps are dates written as digits, such as '{main.Text}', not numbers since 1970.",
                $"Write them as {DigitDate.Of(main.Text)}.");
        if (_areDays && _haveFractions)
            throw Refused($"the timestamps are the days of a spreadsheet, such as '{main.Text}', not numbers since 1970.",
                "Write them as 2014-07-23T10:00:00Z.");
        var others = Numbers.Where(unit => unit != Unit && _units[(int)unit].Count > 0).ToList();
        if (others.Count > 0 && !faults.Lenient)
        {
            var other = _units[(int)others[0]];
            faults.Add(
                _file,
                other.Line,
                DropReasons.InvalidTimestamp,
                $"by its size the timestamp '{other.Text}' is in {NameOf(others[0])}, while most of the file, such as '{main.Text}' " +
                    $"in line {main.Line:N0}, is in {NameOf(Unit)}.",
                "Write all in one unit, or as 2014-07-23T10:00:00Z.");
        }

        return others.Count > 0;

        InvalidInputException Refused(string problem, string remedy) => new(_file.Path, main.Line, problem, remedy);
    }

    /// <summary>Returns what the report says of the column; null where no row has a time.</summary>
    public InteractionTimes? Report()
    {
        UnitRows[] read = [.. new[] { TimeUnit.Date, Unit }.Distinct().Select(unit => _units[(int)unit]).Where(rows => rows.Count > 0)];
        return read.Length == 0
            ? null
            : new InteractionTimes(_file.Path, NameOf(Unit), PointInTime.At(read.Min(rows => rows.Earliest)),
                PointInTime.At(read.Max(rows => rows.Latest)));
    }

    private static string NameOf(TimeUnit unit) => unit is TimeUnit.Date ? "dates" : unit.ToString().ToLowerInvariant();

    /// <summary>Represents the rows of a unit.</summary>
    private sealed class UnitRows
    {
        public long Count { get; private set; }

        public long Line { get; private set; }

        public string Text { get; private set; } = string.Empty;

        public long Earliest { get; private set; } = long.MaxValue;

        public long Latest { get; private set; } = long.MinValue;

        public void Add(long line, string text, long nanoseconds)
        {
            if (Count++ == 0)
                (Line, Text) = (line, text);
            (Earliest, Latest) = (Math.Min(Earliest, nanoseconds), Math.Max(Latest, nanoseconds));
        }
    }
}

/// <summary>Names the unit that a point in time is written in.</summary>
internal enum TimeUnit
{
    /// <summary>Calendar date, or 0, which is the same in every unit.</summary>
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

/// <summary>Represents a point in time, to the nanosecond: what a file tells apart, its order tells apart.</summary>
/// <param name="Nanoseconds">Nanoseconds since 1970.</param>
/// <param name="Unit">What it was written in.</param>
internal readonly record struct PointInTime(long Nanoseconds, TimeUnit Unit)
{
    /// <summary>Nanoseconds in a millisecond, in which datasets keep times.</summary>
    public const long NanosecondsInMillisecond = 1_000_000;

    /// <summary>Nanoseconds in the smallest step of .NET's times.</summary>
    public const long NanosecondsInTick = 100;

    /// <summary>Returns a time of nanoseconds since 1970.</summary>
    public static DateTimeOffset At(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsInTick);
}

using System.Globalization;

namespace Grlm.Import;

/// <summary>Figures of a dataset that <see cref="DatasetTables"/> has written.</summary>
/// <param name="session">The database that holds it.</param>
internal sealed class DatasetFigures(DuckDbSession session)
{
    /// <summary>Counts what has been written of each domain; empty where none has a name.</summary>
    public IReadOnlyList<DomainCounts> CountDomains()
    {
        const string byDomain = """
            SELECT domain, count(DISTINCT item)::BIGINT, count(DISTINCT "user")::BIGINT, count("user")::BIGINT
            FROM kept_items LEFT JOIN interactions USING (item) GROUP BY domain ORDER BY min(item)
            """;
        DomainCounts[] counts =
            [.. session.Rows(byDomain).Select(row => new DomainCounts((string)row[0], (int)(long)row[1], (int)(long)row[2], (long)row[3]))];
        return counts is [{ Domain: "" }] ? [] : counts;
    }

    /// <summary>Returns the times at which the latest shares of the interactions begin, whole milliseconds.</summary>
    /// <param name="path">The file of the interactions, for messages.</param>
    /// <param name="validationShare">Share that is validated on.</param>
    /// <param name="testShare">Share that is tested on.</param>
    /// <exception cref="InvalidInputException">Interactions have no time, or too few different ones.</exception>
    public (DateTimeOffset ValidationFrom, DateTimeOffset TestFrom) Cuts(FileList path, double validationShare, double testShare)
    {
        var timeless = session.Count("SELECT count(*) FROM interactions WHERE nanoseconds IS NULL");
        if (timeless > 0)
            throw new InvalidInputException(
                $"{path}: {timeless:N0} interactions have no timestamp, and a temporal split needs one in each. " +
                    $"Add them, or leave out each user's last interactions: option 'split' is leaveOneOut then.");
        var (testFrom, validationFrom) = (TimeAt(1 - testShare), TimeAt(1 - testShare - validationShare));
        return Milliseconds(session.Count("SELECT min(nanoseconds) FROM interactions")) < validationFrom && validationFrom < testFrom
            ? (validationFrom, testFrom)
            : throw new InvalidInputException(
                $"{path}: the interactions lie so close in time that there is nothing to train on or to validate on. " +
                    $"Hold out each user's last interactions instead: option 'split' is leaveOneOut then.");
    }

    private DateTimeOffset TimeAt(double share)
    {
        var before = (long)Math.Floor(session.Count("SELECT count(*) FROM interactions") * share);
        return Milliseconds(
            session.Count(string.Create(CultureInfo.InvariantCulture,
                $"SELECT nanoseconds FROM interactions ORDER BY nanoseconds LIMIT 1 OFFSET {before}")));
    }

    // The dataset keeps milliseconds, and is split by what it keeps.
    private static DateTimeOffset Milliseconds(long nanoseconds)
        => DateTimeOffset.FromUnixTimeMilliseconds(PointInTime.At(nanoseconds).ToUnixTimeMilliseconds());
}

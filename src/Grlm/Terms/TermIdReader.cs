using System.Collections.Immutable;

namespace Grlm;

/// <summary>
/// Reads existing term IDs for a catalogue: a JSON object of item id to list of terms, or a <c>term-ids.parquet</c> (<c>item_id</c>,
/// <c>terms</c>). All TIDs have as many terms as most of them. Terms are brought into normal form. A TID with a term twice is kept:
/// published libraries hold some, and a model that was trained on a TID must find it unchanged; only newly made TIDs must be distinct.
/// </summary>
internal static class TermIdReader
{
    private const string Remedy = "Correct it, or import leniently to drop and count such term IDs.";

    /// <summary>Reads the TIDs of all items.</summary>
    /// <param name="files">
    /// The file, or one for each domain of the catalogue in its order, with ids as they were before the domain went in front of them. A
    /// name that ends in <c>.parquet</c> is read as Parquet, any other as JSON.
    /// </param>
    /// <param name="catalog">The items that must each have a TID.</param>
    /// <param name="lenient">Drop and count what is wrong with single entries instead of refusing the file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">
    /// The file is malformed or gives no item a TID; or, unless lenient, an entry has an unknown item, an item that had one before, not as
    /// many terms as most others, fewer than <see cref="TermId.MinimumLength"/> or more than <see cref="TermId.MaximumLength"/>, or a term
    /// without normal form, or an item has no TID.
    /// </exception>
    public static async Task<TermIdReading> ReadAsync(FileList files, Catalog catalog, bool lenient, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(catalog);
        if (files.Count > 1 && files.Count != catalog.Domains.Count)
        {
            throw new InvalidInputException(
                $"There are {files.Count} files of term IDs and {catalog.Domains.Count} domains in the catalogue. " +
                    $"Give one file, or one for each domain.");
        }

        var reading = new Reading(catalog, lenient);
        for (var file = 0; file < files.Count; file++)
        {
            reading.Prefix = files.Count > 1 ? DomainPrefix.Of(catalog.Domains[file]) : string.Empty;
            await ReadAsync(files[file], reading, cancellationToken);
        }

        return reading.Complete(files.ToString());
    }

    private static async Task ReadAsync(string path, Reading reading, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new MissingPrerequisiteException($"There is no file {path} with term IDs. Check the path.");
        }

        ArtifactFiles.CheckIfAny(path);
        var isTable = path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
        await foreach (var row in isTable ? TermIdTable.ReadAsync(path, cancellationToken) : TermIdJson.ReadAsync(path, cancellationToken))
        {
            if (reading.Add(path, row) is var (reason, problem))
            {
                reading.Refuse(path, row.Line, row.ItemId, reason, problem);
            }
        }
    }

    private sealed class Reading(Catalog catalog, bool lenient)
    {
        private const string WrongLength = "wrongLength";

        private readonly TermId?[] _termIds = new TermId?[catalog.Count];
        private readonly (string Path, long Line)[] _places = new (string, long)[catalog.Count];
        private readonly SortedDictionary<string, int> _dropped = new(StringComparer.Ordinal);
        private readonly HashSet<int> _normalized = [];

        /// <summary>Gets what the catalogue has in front of the ids of the file that is read.</summary>
        public string Prefix { get; set; } = string.Empty;

        /// <summary>Takes a row; says what is wrong with it where it cannot be taken.</summary>
        public (string Reason, string Problem)? Add(string path, TermIdRow row)
        {
            if (row.Problem is not null)
            {
                return ("unreadable", row.Problem);
            }

            if (!catalog.TryGetIndex(Prefix + row.ItemId, out var item))
            {
                return ("unknownItem",
                    WholeNumber.TryRead(row.ItemId, long.MaxValue, out var digits) && catalog.TryGetIndex(Prefix + digits, out _)
                    ? $"there is no such item in the catalogue. " +
                        $"Did you mean '{digits}'? The id looks like a number stored as floating point."
                    : "there is no such item in the catalogue.");
            }

            if (_termIds[item] is not null)
            {
                return ("duplicateItem", "it has a second term ID.");
            }

            if (row.Terms.Count is < TermId.MinimumLength or > TermId.MaximumLength)
            {
                return (WrongLength, $"{row.Terms.Count} terms where a term ID has {TermId.MinimumLength} to {TermId.MaximumLength}.");
            }

            var terms = new string[row.Terms.Count];
            for (var slot = 0; slot < terms.Length; slot++)
            {
                if (!TermNormalForm.TryNormalize(row.Terms[slot], out terms[slot]))
                {
                    return ("invalidTerm",
                        $"term {slot + 1} is empty or longer than {TermNormalForm.MaximumLength} characters in normal form.");
                }
            }

            if (!terms.SequenceEqual(row.Terms, StringComparer.Ordinal))
            {
                _normalized.Add(item);
            }

            (_termIds[item], _places[item]) = (new TermId(ImmutableArray.Create(terms)), (path, row.Line));
            return null;
        }

        /// <summary>Counts what cannot be taken.</summary>
        /// <exception cref="InvalidInputException">The reading is strict.</exception>
        public void Refuse(string path, long line, string itemId, string reason, string problem)
        {
            if (!lenient)
            {
                throw new InvalidInputException(path, line, $"item '{itemId}': {problem}", Remedy);
            }

            _dropped[reason] = _dropped.GetValueOrDefault(reason) + 1;
        }

        public TermIdReading Complete(string path)
        {
            var length = Agree();
            var missing = _termIds.Count(termId => termId is null);
            if (missing == _termIds.Length)
            {
                throw new InvalidInputException(
                    $"{path}: no item of the catalogue has a term ID in it. Check that the file belongs to this catalogue.");
            }

            if (missing > 0 && !lenient)
            {
                var first = catalog[Array.IndexOf(_termIds, null)].Id;
                throw new InvalidInputException(
                    $"{path}: {missing:N0} of {catalog.Count:N0} items have no term ID, item '{first}' first. "
                    + "Add them, or import leniently to leave such items out of the library's reach.");
            }

            if (missing > 0)
            {
                _dropped["missing"] = missing;
            }

            var repeating = _termIds.Count(termId => termId is not null && termId.Terms.Distinct(StringComparer.Ordinal).Count() < length);
            return new TermIdReading(_termIds, length, _normalized.Count, repeating, _dropped);
        }

        /// <summary>Refuses the TIDs that haven't as many terms as most.</summary>
        /// <returns>How many those have; 0 where there is no TID.</returns>
        private int Agree()
        {
            var length = _termIds.OfType<TermId>().CountBy(termId => termId.Terms.Length).DefaultIfEmpty().MaxBy(count => count.Value).Key;
            foreach (var (item, termId) in _termIds.Index())
            {
                if (termId is not null && termId.Terms.Length != length)
                {
                    Refuse(_places[item].Path, _places[item].Line, catalog[item].Id,
                        WrongLength, $"{termId.Terms.Length} terms where most term IDs have {length}.");
                    _termIds[item] = null;
                    _normalized.Remove(item);
                }
            }

            return length;
        }
    }
}

/// <summary>Holds what a term-ID file gave for a catalogue.</summary>
/// <param name="TermIds">The TID of every item in catalogue order; null where a lenient reading found none.</param>
/// <param name="Length">Number of terms of each.</param>
/// <param name="Normalized">Items whose TID was not in normal form and has been brought into it.</param>
/// <param name="Repeating">Items whose TID has the same term twice; such a TID is kept as it is.</param>
/// <param name="Dropped">
/// Term IDs dropped, by reason, and under <c>missing</c> the items left without one; empty unless read leniently.
/// </param>
internal sealed record TermIdReading(
    IReadOnlyList<TermId?> TermIds, int Length, int Normalized, int Repeating, IReadOnlyDictionary<string, int> Dropped);

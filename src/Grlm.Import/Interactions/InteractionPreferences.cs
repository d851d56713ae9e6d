using System.Globalization;

namespace Grlm.Import;

/// <summary>Says which interactions count, and how much: by the least rating, and by weights of kinds of events.</summary>
internal sealed class InteractionPreferences
{
    private const int MostKinds = 50;

    private readonly double? _minimumRating;
    private readonly Dictionary<string, double> _weights = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _events = new(StringComparer.Ordinal);

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidOptionsException">A weight is no number.</exception>
    public InteractionPreferences(ImportOptions options)
    {
        _minimumRating = options.MinimumRating;
        foreach (var part in options.Events.SelectMany(
            events => events.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var equals = part.LastIndexOf('=');
            if (equals <= 0 || !double.TryParse(part[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
                || !double.IsFinite(weight))
                throw new InvalidOptionsException(
                    $"'{part}' does not say what a kind of event weighs. Write purchase=3,cart=2,view=1; " +
                        $"with a weight of 0 it does not count.");
            _weights[part[..equals].Trim()] = weight;
        }
    }

    /// <summary>Tells whether anything is chosen by.</summary>
    public bool AreAny => _minimumRating is not null || HasWeights;

    /// <summary>Tells whether events have weights.</summary>
    public bool HasWeights => _weights.Count > 0;

    /// <summary>Gets the kinds of events that the file has, with how many there are of each.</summary>
    public IReadOnlyDictionary<string, long> Events => _events;

    /// <summary>Returns the weight of an interaction; false where it does not count, which is counted, or cannot be read.</summary>
    public bool TryWeigh(RecordReader records, InputFile file, RowFaults faults, out double weight)
    {
        weight = 1;
        if (_minimumRating is { } minimum)
        {
            var rating = records[FieldRole.Rating].Cell.Text;
            if (!double.TryParse(rating, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || double.IsNaN(value))
            {
                faults.Add(file, records.LineNumber, DropReasons.InvalidRating,
                    rating.Length == 0 ? "the interaction has no rating." : $"the rating '{Readable.Cut(rating, 40)}' is no number.",
                    "Write a number, or do not choose by ratings.");
                return false;
            }

            if (value < minimum)
            {
                faults.Count(DropReasons.RatingBelowMinimum, 1);
                return false;
            }
        }

        return TryWeighEvent(records, file, faults, ref weight);
    }

    private bool TryWeighEvent(RecordReader records, InputFile file, RowFaults faults, ref double weight)
    {
        var kind = records[FieldRole.Event].Cell.Text;
        if (kind.Length > 0 && (_events.ContainsKey(kind) || _events.Count < MostKinds))
            _events[kind] = _events.GetValueOrDefault(kind) + 1;
        if (!HasWeights)
            return true;
        if (!_weights.TryGetValue(kind, out weight))
        {
            faults.Add(
                file,
                records.LineNumber,
                DropReasons.UnknownEvent,
                kind.Length == 0 ? "the interaction names no kind of event."
                    : $"events of the kind '{Readable.Cut(kind, 40)}' have no weight.",
                $"Give it one beside {string.Join(", ", _weights.Keys)}; with a weight of 0 it does not count.");
            return false;
        }

        if (weight > 0)
            return true;
        faults.Count(DropReasons.EventWithoutWeight, 1);
        return false;
    }
}

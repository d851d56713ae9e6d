using System.Text.RegularExpressions;

namespace Grlm;

/// <summary>
/// Tells a fault of the whole run from one of an item: what is said of one item after another in the same words is no item's fault, and asking on would
/// only cost. Safe for concurrent use.
/// </summary>
/// <param name="model">Who is asked, for the message.</param>
/// <param name="hasAnswered">Whether the model has answered in a run before.</param>
internal sealed partial class RunFaults(string model, bool hasAnswered)
{
    private const int AlikeAtFirst = 5, AlikeInARow = 20;

    private readonly Lock _gate = new();
    private bool _hasAnswered = hasAnswered;
    private string _words = "";
    private int _alike;
    private bool _isRefusal;

    /// <summary>An answer was one, whatever it says.</summary>
    public void Pass()
    {
        lock (_gate)
        {
            (_hasAnswered, _words, _alike) = (true, "", 0);
        }
    }

    /// <summary>An item has come to nothing.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="isRefusal">Whether the request was refused; otherwise it was answered, with nothing of use.</param>
    /// <returns>What ends the run, where the same was said of too many items; null to go on.</returns>
    public MissingPrerequisiteException? Count(string problem, bool isRefusal)
    {
        lock (_gate)
        {
            // Numbers of one item, such as how many tokens it has, don't make another fault of it.
            var words = Digits().Replace(problem, "0");
            _alike = words == _words ? _alike + 1 : 1;
            (_words, _isRefusal) = (words, isRefusal);
            return _alike >= (isRefusal && !_hasAnswered ? AlikeAtFirst : AlikeInARow) ? End(problem) : null;
        }
    }

    /// <summary>What ends a run of few items that were all refused; null where it was another.</summary>
    /// <param name="problem">The last refusal.</param>
    public MissingPrerequisiteException? EndOfAll(string? problem)
    {
        lock (_gate)
        {
            return problem is not null && !_hasAnswered && _isRefusal ? End(problem) : null;
        }
    }

    private MissingPrerequisiteException End(string problem)
        => new($"{model} gives no terms; of every item it is the same: {problem} What is there is kept, and the same command goes on from it.") { KeepsWork = true };

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}

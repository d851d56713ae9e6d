namespace Grlm.LanguageModels;

/// <summary>Limits what one rendering may cost: a template from anywhere must neither hang nor fill the memory.</summary>
internal sealed class TemplateBudget
{
    /// <summary>Far beyond any model's context, in characters.</summary>
    private const long LongestText = 1 << 24;

    /// <summary>Limits the work of a rendering, in characters or items that steps make or go through.</summary>
    private const long MostWork = 1 << 28;

    /// <summary>Holds what a step costs by itself, and what a turn of a loop does, which sets up its names.</summary>
    private const long StepCost = 64, TurnCost = 1024;

    /// <summary>Reading a value costs less than making one.</summary>
    private const int ReadsForOneUnit = 16;

    private long _work;

    /// <summary>Counts a step that reads a value.</summary>
    public object? Read(object? value)
    {
        Charge(StepCost + (SizeOf(value) / ReadsForOneUnit));
        return value;
    }

    /// <summary>Counts a step that made a value.</summary>
    public object? Made(object? value)
    {
        Charge(StepCost + SizeOf(value));
        return value;
    }

    /// <summary>Counts a turn of a loop.</summary>
    public void ChargeTurn() => Charge(TurnCost);

    /// <summary>Has to be called before a text or a list of this length is made, or before one grows by it.</summary>
    public void Reserve(long length, long before = 0)
    {
        if (before + length > LongestText)
        {
            throw new TemplateFault($"it makes a text or list of more than {LongestText} characters or items");
        }

        Charge(StepCost + length);
    }

    private void Charge(long work)
    {
        _work += work;
        if (_work > MostWork)
        {
            throw new TemplateFault("it takes more steps than any conversation needs");
        }
    }

    private static long SizeOf(object? value) => value switch
    {
        string text => text.Length,
        IReadOnlyList<object?> list => list.Count,
        IReadOnlyDictionary<string, object?> map => map.Count,
        _ => 0,
    };
}

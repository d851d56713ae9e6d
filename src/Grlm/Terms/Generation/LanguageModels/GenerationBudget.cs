using System.Globalization;

namespace Grlm;

/// <summary>
/// Counts what the answers behind a library take, those of earlier runs included, against what they may: tokens, or money where prices are given.
/// Safe for concurrent use.
/// </summary>
internal sealed class GenerationBudget(TermsOptions options)
{
    private const double PricedTokens = 1_000_000;

    private readonly Lock _gate = new();
    private (long Calls, long Reused, long Input, long Output) _used;

    /// <summary>Whether nothing may be asked any more.</summary>
    public bool IsSpent
    {
        get
        {
            lock (_gate)
            {
                return options.Budget is { } budget && (CostOf(_used.Input, _used.Output) ?? _used.Input + _used.Output) >= budget;
            }
        }
    }

    /// <summary>The budget in words: <c>2 million tokens</c>.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{options.Budget:#,0.####}{(options.HasPrices ? "" : " tokens")}");

    /// <summary>Counts an answer.</summary>
    /// <param name="record">The answer.</param>
    /// <param name="reused">Whether it was there from an earlier run.</param>
    public void Count(AnswerRecord record, bool reused)
    {
        lock (_gate)
        {
            _used = (
                _used.Calls + (reused ? 0 : 1),
                _used.Reused + (reused ? 1 : 0),
                _used.Input + record.InputTokens,
                _used.Output + record.OutputTokens);
        }
    }

    /// <summary>What has been used.</summary>
    public ModelUsage UsageOf(string model)
    {
        lock (_gate)
        {
            return new ModelUsage(model, _used.Calls, _used.Reused, _used.Input, _used.Output, CostOf(_used.Input, _used.Output));
        }
    }

    private double? CostOf(long input, long output)
        => options.HasPrices ? ((input * (options.InputPrice ?? 0)) + (output * (options.OutputPrice ?? 0))) / PricedTokens : null;
}

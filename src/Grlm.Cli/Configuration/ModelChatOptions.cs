using System.ComponentModel.DataAnnotations;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>Options of <c>grlm model chat</c>.</summary>
internal sealed record ModelChatOptions
{
    /// <summary>What to say; null to read the turns of a conversation from standard input.</summary>
    public string? Prompt { get; init; }

    /// <summary>What the model is told before the conversation; null for what its template has.</summary>
    public string? System { get; init; }

    /// <summary>Tokens of an answer at most.</summary>
    [Range(1, 1_000_000)]
    public int MaximumTokens { get; init; } = 512;

    /// <summary>What logits are divided by; 0 for the likeliest token each time; null for what the model's makers recommend.</summary>
    [Range(0.0, 100.0)]
    public double? Temperature { get; init; }

    /// <summary>Seed of drawing; null to draw differently each time.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether a model that can think before it answers does so; null leaves it to its template.</summary>
    public bool? Thinking { get; init; }

    /// <summary>Answer with a list of this many terms instead of text; null for text.</summary>
    [Range(1, 100)]
    public int? Terms { get; init; }

    /// <summary>Folder of a PEFT adapter; null for none.</summary>
    public string? Adapter { get; init; }

    /// <summary>What products are computed in.</summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Where the model runs.</summary>
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Threads for tensor work; 0 for one a processor.</summary>
    [ThreadCount]
    public int Threads { get; init; }
}

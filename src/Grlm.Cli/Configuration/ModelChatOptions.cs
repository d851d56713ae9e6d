using System.ComponentModel.DataAnnotations;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>Options of <c>grlm model chat</c>.</summary>
internal sealed record ModelChatOptions
{
    /// <summary>Gets what to say; null to read the turns of a conversation from standard input.</summary>
    [Option("One question; otherwise turns are read from the input, one a line.", Value = "TEXT")]
    public string? Prompt { get; init; }

    /// <summary>Gets what the model is told before the conversation; null for what its template has.</summary>
    [Option("What the model is told first; its template's own words if not given.", Value = "TEXT")]
    public string? System { get; init; }

    /// <summary>Tokens of an answer at most.</summary>
    [Option("Tokens of an answer at most.")]
    [Range(1, 1_000_000)]
    public int MaximumTokens { get; init; } = 512;

    /// <summary>Gets what logits are divided by; 0 for the likeliest token each time; null for what the model's makers recommend.</summary>
    [Option("0 for the likeliest token each time; what its makers recommend if not given.")]
    [Range(0.0, 100.0)]
    public double? Temperature { get; init; }

    /// <summary>Seed of drawing; null to draw differently each time.</summary>
    [Option("Makes drawing repeatable.")]
    public long? Seed { get; init; }

    /// <summary>Tells whether a model that can think before it answers does so; null leaves it to its template.</summary>
    [Option("Let a model that can think before it answers do so, or not.")]
    public bool? Thinking { get; init; }

    /// <summary>Answer with a list of this many terms instead of text; null for text.</summary>
    [Option("Answer with a list of N terms.")]
    [Range(1, 100)]
    public int? Terms { get; init; }

    /// <summary>Folder of a PEFT adapter; null for none.</summary>
    [Option("A PEFT adapter of the model.", Value = "DIR")]
    public string? Adapter { get; init; }

    /// <summary>Gets what products are computed in.</summary>
    [Option("What products are computed in.")]
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Gets where the model runs.</summary>
    [Option("auto, cpu or cuda:N.", Value = "DEVICE")]
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Gets the number of threads for tensor work; 0 for one a processor.</summary>
    [Option("Threads for tensor work; 0 for one a processor.")]
    [ThreadCount]
    public int Threads { get; init; }
}

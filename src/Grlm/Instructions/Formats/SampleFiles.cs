namespace Grlm;

/// <summary>Names of the files that samples are written to.</summary>
internal static class SampleFiles
{
    /// <summary>The file of a form: <c>train.jsonl</c> for ours, <c>alpaca-train.jsonl</c>, …</summary>
    public static string NameOf(InstructionFormat format, string part)
        => format == InstructionFormat.Grlm ? $"{part}.jsonl" : $"{format.ToString().ToLowerInvariant()}-{part}.jsonl";

    /// <summary>What LLaMA-Factory is told that the file is called: <c>grlm_train</c>, <c>grlm_alpaca_train</c>, …</summary>
    public static string DatasetOf(InstructionFormat format, string part)
        => format == InstructionFormat.Grlm ? $"grlm_{part}" : $"grlm_{format.ToString().ToLowerInvariant()}_{part}";
}

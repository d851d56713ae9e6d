using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>
/// The settings of a LoRA adapter, as PEFT keeps them in <c>adapter_config.json</c> (Hu et al., LoRA, 2021). A module's weight W becomes
/// W + scale B A with A of <c>[rank, in]</c> and B of <c>[out, rank]</c>.
/// </summary>
internal sealed record AdapterConfig
{
    /// <summary>Rank of a module that no pattern names.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>What the scale is made from, for a module that no pattern names.</summary>
    public double Alpha { get; init; } = 8;

    /// <summary>Share of the adapter's inputs that training drops.</summary>
    public double Dropout { get; init; }

    /// <summary>Which modules have an adapter.</summary>
    public required AdapterTargets Targets { get; init; }

    /// <summary>Whether the scale is alpha / sqrt(rank), which keeps high ranks learning (Kalajdzievski, 2023), rather than alpha / rank.</summary>
    public bool RankStabilized { get; init; }

    /// <summary>Ranks of single modules.</summary>
    public ModulePatterns<int> RankPattern { get; init; } = new();

    /// <summary>Alphas of single modules.</summary>
    public ModulePatterns<double> AlphaPattern { get; init; } = new();

    /// <summary>The model that it belongs to: a name on the hub or a folder; null where that is not said.</summary>
    public string? BaseModel { get; init; }

    /// <summary>The whole file as it was read, so that what is not read here is still written back.</summary>
    public JsonObject Source { get; init; } = [];

    /// <summary>Rank of a module.</summary>
    /// <param name="module">Its name in the model: <c>model.layers.0.self_attn.q_proj</c>.</param>
    public int RankOf(string module) => RankPattern.Find(module) ?? Rank;

    /// <summary>What B A is multiplied with.</summary>
    /// <param name="module">Its name in the model.</param>
    public double ScaleOf(string module)
    {
        var alpha = AlphaPattern.Find(module) ?? Alpha;
        var rank = RankOf(module);
        return alpha / (RankStabilized ? Math.Sqrt(rank) : rank);
    }

    /// <summary>Reads <c>adapter_config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or calls for something that cannot be done here; the message names the setting.</exception>
    public static AdapterConfig Read(string path) => AdapterConfigJson.Read(CheckpointJson.ReadObject(path), path);
}

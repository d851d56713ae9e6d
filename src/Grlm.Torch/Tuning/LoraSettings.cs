namespace Grlm.Torch;

/// <summary>The form of low-rank adapters (Hu et al., LoRA, ICLR 2022).</summary>
/// <param name="Rank">Width between the two factors.</param>
/// <param name="Alpha">Numerator of the scale.</param>
/// <param name="RankStabilized">Whether the scale is alpha by the root of the rank (Kalajdzievski, rsLoRA, 2023) instead of alpha by the rank.</param>
/// <param name="Targets">
/// Which linear layers: last parts of their names (<c>q_proj</c>), whole names (<c>model.layers.0.self_attn.q_proj</c>), or
/// <see cref="AllLinear"/>.
/// </param>
/// <param name="Dropout">Share of the adapters' inputs that is dropped in training.</param>
internal sealed record LoraSettings(int Rank, double Alpha, bool RankStabilized, IReadOnlyList<string> Targets, double Dropout = 0)
{
    /// <summary>Stands for every linear layer but the output head.</summary>
    public const string AllLinear = "all-linear";

    /// <summary>What the product of the factors is multiplied with.</summary>
    public double Scale => Alpha / (RankStabilized ? Math.Sqrt(Rank) : Rank);

    /// <summary>The linear layers of a model that are meant, in the checkpoint's order.</summary>
    /// <exception cref="InvalidOptionsException">A target names no linear layer.</exception>
    public IReadOnlyList<string> ModulesOf(LanguageModelConfig config)
    {
        string[] linear = [.. LanguageModelTensors.NamesAndShapes(config)
            .Where(tensor => tensor.Value.Length == 2 && tensor.Key is not (LanguageModelTensors.Embedding or LanguageModelTensors.Head))
            .Select(tensor => tensor.Key[..^".weight".Length])];
        foreach (var target in Targets.Where(target => !linear.Any(module => Names(target, module))))
        {
            var known = linear.Select(module => module[(module.LastIndexOf('.') + 1)..]).Distinct();
            throw new InvalidOptionsException($"There is no linear layer '{target}' in this model. LoRA targets are {AllLinear}, {string.Join(", ", known)}.");
        }

        return [.. linear.Where(module => Targets.Any(target => Names(target, module)))];
    }

    private static bool Names(string target, string module)
        => target == AllLinear || module == target || module.EndsWith("." + target, StringComparison.Ordinal);
}

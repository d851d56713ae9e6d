using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Holds the weights of a language model in one flat buffer, under two sets of names: the checkpoint's, one for each linear layer, and the
/// network's, where layers that share their input lie one behind the other and are one parameter.
/// </summary>
internal sealed class LanguageModelWeights : IDisposable
{
    private static readonly string[][] _fused = [["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
        ["mlp.gate_proj", "mlp.up_proj"]];

    private readonly Dictionary<string, WeightView> _views = new(StringComparer.Ordinal);

    private LanguageModelWeights(LanguageModelConfig config, Func<IReadOnlyList<KeyValuePair<string, long[]>>, ParameterSet> allocate)
    {
        var shapes = LanguageModelTensors.NamesAndShapes(config);
        var byName = shapes.ToDictionary(StringComparer.Ordinal);
        List<KeyValuePair<string, long[]>> parameters = [];
        foreach (var (name, shape) in shapes.Where(tensor => !_views.ContainsKey(tensor.Key)))
        {
            string[] members = [.. Members(name).Where(byName.ContainsKey)];
            var rows = 0L;
            foreach (var member in members)
            {
                _views.Add(member, new WeightView(members[0], rows, byName[member]));
                rows += byName[member][0];
            }

            parameters.Add(new(members[0], [rows, .. shape[1..]]));
        }

        Parameters = allocate(parameters);
        Names = [.. shapes.Select(tensor => tensor.Key)];
    }

    /// <summary>Weights to be trained: float32, with gradients.</summary>
    public static LanguageModelWeights Trainable(LanguageModelConfig config, Device device)
        => new(config, shapes => new ParameterSet(shapes, device));

    /// <summary>Weights that are only read, whatever was in memory until they are.</summary>
    public static LanguageModelWeights Frozen(LanguageModelConfig config, ScalarType type, Device device)
        => new(config, shapes => ParameterSet.Frozen(shapes, type, device));

    /// <summary>Gets the network's parameters; one that stands for several layers bears the name of the first.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Gets the checkpoint's names, in its order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets the output head <c>[vocabulary, hidden]</c>: the embedding itself where they are tied.</summary>
    public Tensor Head
        => Tensor(_views.ContainsKey(LanguageModelTensors.Head) ? LanguageModelTensors.Head : LanguageModelTensors.Embedding);

    /// <summary>Gets the embedding <c>[vocabulary, hidden]</c>.</summary>
    public Tensor Embeddings => Tensor(LanguageModelTensors.Embedding);

    /// <summary>Returns a parameter that stands for one tensor of the checkpoint.</summary>
    public Tensor Tensor(string name) => Parameters[name];

    /// <summary>Returns linear layers over the same input as one.</summary>
    /// <param name="modules">Their names without <c>.weight</c>, in the checkpoint's order.</param>
    public Projection Projection(params string[] modules)
    {
        var bias = _views.ContainsKey(modules[0] + ".bias") ? Parameters[modules[0] + ".bias"] : null;
        return new Projection(
            Parameters[modules[0] + ".weight"],
            bias, [.. modules.Select(module => new KeyValuePair<string, long>(module, _views[module + ".weight"].Shape[0]))]);
    }

    /// <summary>Returns the values of one tensor of the checkpoint, a view that the caller disposes.</summary>
    public Tensor Values(string name) => _views[name].Of(Parameters[_views[name].Parameter]);

    /// <summary>Returns the gradient of one tensor of the checkpoint, a view that the caller disposes.</summary>
    public Tensor Gradient(string name) => _views[name].Of(Parameters[_views[name].Parameter].grad!);

    /// <summary>Fills the weights from a checkpoint.</summary>
    /// <exception cref="InvalidInputException">A tensor is missing, of another shape, or damaged.</exception>
    public void Read(ITensorSource source)
    {
        using var guard = no_grad();
        foreach (var name in Names)
        {
            using var scope = NewDisposeScope();
            source.ReadInto(name, Values(name));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    private static string[] Members(string name)
    {
        foreach (var modules in _fused)
        {
            var at = name.IndexOf(modules[0] + ".", StringComparison.Ordinal);
            if (at >= 0)
            {
                var kind = name[(at + modules[0].Length)..]; // .weight or .bias
                return Array.ConvertAll(modules, module => name[..at] + module + kind);
            }
        }

        return [name];
    }

    /// <param name="Parameter">The parameter that holds it.</param>
    /// <param name="Row">Its first row there.</param>
    /// <param name="Shape">Its shape in the checkpoint.</param>
    private sealed record WeightView(string Parameter, long Row, long[] Shape)
    {
        public Tensor Of(Tensor parameter) => parameter.detach().narrow(0, Row, Shape[0]);
    }
}

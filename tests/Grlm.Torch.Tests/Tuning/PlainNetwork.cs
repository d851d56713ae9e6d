using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>
/// A second implementation of the network and of AdamW, straight from their formulas, a sample at a time and in a precision of choice: in
/// float64 it is what float32 runs are judged by. Gradients are autograd's alone; nothing is fused, padded, packed or shared.
/// </summary>
internal sealed class PlainNetwork : IDisposable
{
    private readonly LanguageModelConfig _config;
    private readonly ScalarType _type;
    private readonly Dictionary<string, (Tensor First, Tensor Second)> _moments = [];
    private int _steps;

    /// <param name="config">The model.</param>
    /// <param name="type">Precision.</param>
    /// <param name="values">The weights to begin with, by name.</param>
    public PlainNetwork(LanguageModelConfig config, ScalarType type, Func<string, Tensor> values)
    {
        (_config, _type) = (config, type);
        using var guard = no_grad();
        foreach (var (name, _) in LanguageModelTensors.NamesAndShapes(config))
        {
            using var scope = NewDisposeScope();
            Parameters.Add(name, values(name).to_type(type).clone().requires_grad_(true).DetachFromDisposeScope());
            _moments.Add(name,
                (zeros_like(Parameters[name]).DetachFromDisposeScope(), zeros_like(Parameters[name]).DetachFromDisposeScope()));
        }
    }

    /// <summary>The weights by the checkpoint's names.</summary>
    public Dictionary<string, Tensor> Parameters { get; } = [];

    /// <summary>The running means of a weight's gradient and of its square.</summary>
    public (Tensor First, Tensor Second) MomentsOf(string name) => _moments[name];

    /// <summary>Replaces all gradients by those of the mean loss of all targets.</summary>
    /// <returns>The loss, and the norm of all gradients.</returns>
    public (double Loss, double Norm) Backward(IReadOnlyList<TuningSample> samples)
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in Parameters.Values)
        {
            parameter.grad?.zero_();
        }

        var loss = samples.Select(Loss).Aggregate((sum, next) => sum.add(next)).div(samples.Sum(sample => sample.TargetCount));
        loss.backward();
        var squares = Parameters.Values.Sum(parameter => parameter.grad!.to_type(ScalarType.Float64).square().sum().item<double>());
        return (loss.to_type(ScalarType.Float64).item<double>(), Math.Sqrt(squares));
    }

    /// <summary>AdamW with the gradients as they are, clipped to a norm.</summary>
    public void Step(double norm, double rate, GoldenOptimizer settings)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        _steps++;
        var (beta1, beta2, epsilon) = settings.Moments;
        foreach (var (name, parameter) in Parameters)
        {
            var gradient = parameter.grad!.mul(Math.Min(1, settings.MaximumNorm / norm));
            var (first, second) = _moments[name];
            first.copy_(first.mul(beta1).add(gradient.mul(1 - beta1)));
            second.copy_(second.mul(beta2).add(gradient.square().mul(1 - beta2)));
            var mean = first.div(1 - Math.Pow(beta1, _steps));
            var root = second.div(1 - Math.Pow(beta2, _steps)).sqrt();
            parameter.copy_(parameter.mul(1 - (rate * settings.WeightDecay)).sub(mean.div(root.add(epsilon)).mul(rate)));
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Parameters.Values.Concat(_moments.Values.SelectMany(pair => (Tensor[])[pair.First, pair.Second])))
        {
            tensor.Dispose();
        }
    }

    private Tensor Loss(TuningSample sample)
    {
        int[] places = [.. Enumerable.Range(0, sample.Length - 1).Where(place => sample.Labels[place + 1] != TuningSample.Ignored)];
        var hidden = Hidden(sample.Ids).index_select(0, tensor(places.Select(place => (long)place).ToArray()));
        var head = Parameters[_config.TiedHead ? LanguageModelTensors.Embedding : LanguageModelTensors.Head];
        var logits = hidden.matmul(head.t()); // [targets, vocabulary]
        var targets = tensor(places.Select(place => (long)sample.Labels[place + 1]).ToArray()).unsqueeze(1);
        return logits.log_softmax(-1).gather(1, targets).sum().neg();
    }

    private Tensor Hidden(int[] ids)
    {
        var x = Parameters[LanguageModelTensors.Embedding].index_select(0,
            tensor(ids.Select(id => (long)id).ToArray())); // [tokens, hidden]
        for (var layer = 0; layer < _config.LayerCount; layer++)
        {
            x = x.add(Attention(layer, Norm(x, LanguageModelTensors.OfLayer(layer, "input_layernorm.weight"))));
            var normed = Norm(x, LanguageModelTensors.OfLayer(layer, "post_attention_layernorm.weight"));
            var gate = Linear(normed, layer, "mlp.gate_proj");
            x = x.add(Linear(gate.mul(gate.sigmoid()).mul(Linear(normed, layer, "mlp.up_proj")), layer, "mlp.down_proj"));
        }

        return Norm(x, LanguageModelTensors.FinalNorm);
    }

    private Tensor Attention(int layer, Tensor x)
    {
        var tokens = x.shape[0];
        var queries = Turned(Heads(Linear(x, layer, "self_attn.q_proj"), _config.HeadCount, layer, "self_attn.q_norm"));
        var keys = Shared(Turned(Heads(Linear(x, layer, "self_attn.k_proj"), _config.KeyValueHeadCount, layer, "self_attn.k_norm")));
        var values = Shared(Heads(Linear(x, layer, "self_attn.v_proj"), _config.KeyValueHeadCount, layer, norm: null));
        var hidden = ones([tokens, tokens], dtype: ScalarType.Bool).triu(1);
        var scores = queries.matmul(keys.transpose(1, 2)).div(Math.Sqrt(_config.HeadSize)).masked_fill(hidden, double.NegativeInfinity);
        var mixed = scores.softmax(-1).matmul(values); // [heads, tokens, size]
        return Linear(mixed.transpose(0, 1).reshape(tokens, _config.HeadCount * _config.HeadSize), layer, "self_attn.o_proj");
    }

    /// <summary><c>[tokens, heads x size]</c> to <c>[heads, tokens, size]</c>.</summary>
    private Tensor Heads(Tensor x, int heads, int layer, string? norm)
    {
        var split = x.view(x.shape[0], heads, _config.HeadSize).transpose(0, 1);
        return norm is not null && _config.QueryKeyNorm ? Norm(split, LanguageModelTensors.OfLayer(layer, norm + ".weight")) : split;
    }

    private Tensor Shared(Tensor heads) => heads.repeat_interleave(_config.HeadCount / _config.KeyValueHeadCount, dim: 0);

    private Tensor Turned(Tensor x)
    {
        var half = _config.HeadSize / 2;
        var frequencies = Enumerable.Range(0,
            half).Select(pair => Math.Pow(_config.Rotary.Theta, -2.0 * pair / _config.HeadSize)).ToArray();
        var angles = Enumerable.Range(0,
            (int)x.shape[1]).SelectMany(position => frequencies.Select(frequency => position * frequency)).ToArray();
        var table = tensor(angles, [x.shape[1], half]);
        var (cosines, sines) = (table.cos().to_type(_type), table.sin().to_type(_type));
        var (left, right) = (x.narrow(2, 0, half), x.narrow(2, half, half));
        return cat([left.mul(cosines).sub(right.mul(sines)), right.mul(cosines).add(left.mul(sines))], 2);
    }

    private Tensor Norm(Tensor x, string weight)
        => x.mul(x.square().mean([-1], keepdim: true).add(_config.NormEpsilon).rsqrt()).mul(Parameters[weight]);

    private Tensor Linear(Tensor x, int layer, string name)
    {
        var product = x.matmul(Parameters[LanguageModelTensors.OfLayer(layer, name + ".weight")].t());
        return Parameters.TryGetValue(LanguageModelTensors.OfLayer(layer, name + ".bias"), out var bias) ? product.add(bias) : product;
    }
}

using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class GoldenTuningTests : IDisposable
{
    private const double Relative = 1e-4;

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_GivesTheReferencesLossAndGradients(bool checkpointed)
    {
        foreach (var (folder, golden) in Goldens("golden_forward.json", "grad_norms"))
        {
            using var network = GoldenModel.Network(folder, trainable: true);
            var batch = GoldenTuning.Padded(GoldenTuning.Samples(golden));

            var loss = new TuningPass(network, checkpointed).Backward(batch, 1.0 / batch.Targets.Length, seed: 0) / batch.Targets.Length;

            GoldenTuning.AssertNear(golden["loss"]!.GetValue<double>(), loss, 1e-5, $"{folder}: loss");
            foreach (var (name, norm) in golden["grad_norms"]!.AsObject())
            {
                var expected = norm!.GetValue<double>();
                var actual = network.Weights.Gradient(name).norm().item<float>();
                GoldenTuning.AssertNear(expected, actual, Relative * expected, $"{folder}: gradient of {name}");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_OfAllParametersGoAsTheReferences(bool checkpointed)
    {
        foreach (var (folder, golden) in Goldens("golden_forward.json", "training"))
        {
            var training = golden["training"]!;
            using var network = GoldenModel.Network(folder, trainable: true);
            var samples = GoldenTuning.Samples(golden);
            var rounding = GoldenTuning.RoundingOf(training, network, samples);
            GoldenTuning.Follow(
                training, network.Weights.Parameters, new TuningPass(network, checkpointed), [GoldenTuning.Padded(samples)],
                folder, Relative, rounding);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_OfAdaptersGoAsTheReferencesAndEndWhereItEnded(bool checkpointed)
    {
        foreach (var (folder, golden) in Goldens("golden_lora_training.json", "steps"))
        {
            using var network = GoldenModel.Network(BaseOf(folder, golden));
            using var adapters = GoldenTuning.Attach(network, Path.Combine(folder, "start"));
            var samples = GoldenTuning.Samples(golden);
            var parts = golden["micro_batches"]!.GetValue<int>();
            TuningBatch[] batches = [.. samples.Chunk(samples.Length / parts).Select(GoldenTuning.Padded)];
            Assert.Equal(parts, batches.Length);

            GoldenTuning.Follow(golden, adapters.Parameters, new TuningPass(network, checkpointed), batches, folder, Relative);

            using var end = GoldenTuning.Attach(network, Path.Combine(folder, "end"));
            foreach (var (name, expected) in end.Parameters.Named)
            {
                var distance = TensorMath.Subtract(expected, adapters.Parameters[name]).norm().item<float>();
                GoldenTuning.AssertNear(0, distance, Relative * expected.norm().item<float>(), $"{folder}: {name}");
            }
        }
    }

    [Fact]
    public void Merge_ChangesNothing()
    {
        foreach (var (folder, golden) in Goldens("golden_lora.json", "logits"))
        {
            using var guard = no_grad();
            using var network = GoldenModel.Network(BaseOf(folder, golden));
            using var adapters = GoldenTuning.Attach(network, folder);
            var batch = TokenBatch.Padded(GoldenModel.Rows(golden["input_ids"]!), PaddingSide.Right);
            var expected = GoldenModel.Flat(golden["logits"]!);

            TensorExtensions.AssertNear(expected, network.Logits(network.Forward(batch)).ToArray(), 1e-4);
            network.Adapters = null;
            adapters.MergeInto(network.Weights);
            TensorExtensions.AssertNear(expected, network.Logits(network.Forward(batch)).ToArray(), 1e-4);
        }
    }

    [Fact]
    public void Packing_KeepsEverySamplesLossAndLastLogits()
    {
        foreach (var (folder, golden) in Goldens("packing.json", "samples"))
        {
            using var guard = no_grad();
            using var network = GoldenModel.Network(BaseOf(folder, golden));
            JsonNode[] entries = [.. golden["samples"]!.AsArray().Select(entry => entry!)];
            TuningSample[] samples =
                [.. entries.Select(entry => new TuningSample(Numbers(entry["input_ids"]!), Numbers(entry["labels"]!)))];
            var batch = TuningBatch.Of([samples]);
            var hidden = network.Forward(batch.Tokens);
            var (place, target) = (0, 0);
            foreach (var (entry, sample) in entries.Zip(samples))
            {
                var count = sample.TargetCount;
                var own = batch with { Places = batch.Places[target..(target + count)], Targets = batch.Targets[target..(target + count)] };
                target += count;
                place += sample.Length;

                GoldenTuning.AssertNear(entry["loss"]!.GetValue<double>(), new TokenLoss(network).Measure(hidden, own) / count,
                    1e-5, folder);
                TensorExtensions.AssertNear(GoldenModel.Flat(entry["last_logits"]!), network.Logits(hidden[0, place - 1]).ToArray(), 1e-4);
            }

            Assert.Equal(batch.Targets.Length, target);
        }
    }

    private static (string Folder, JsonNode Golden)[] Goldens(string file, string property)
    {
        (string Folder, JsonNode Golden)[] found =
        [
            .. GoldenModel.FoldersWith(file).Select(folder => (folder, GoldenModel.Json(folder, file)))
                .Where(golden => golden.Item2[property] is not null),
        ];
        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>The base model lies beside the folder, or in it where the file lies beside the models.</summary>
    private static string BaseOf(string folder, JsonNode golden)
    {
        var name = golden["base"]!.GetValue<string>();
        var within = Path.Combine(folder, name);
        return Directory.Exists(within) ? within : Path.Combine(Path.GetDirectoryName(folder)!, name);
    }

    private static int[] Numbers(JsonNode node) => [.. node.AsArray().Select(value => value!.GetValue<int>())];
}

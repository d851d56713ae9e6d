using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Torch;

/// <summary>Says what makes a run the one it is: the options that its outcome depends on, the model and the samples.</summary>
internal static class TuningIdentity
{
    private const int ProbeBytes = 4_096;
    private const int Probes = 64;

    /// <summary>Describes a run.</summary>
    public static JsonNode Of(
        ModelTuneOptions options, ModelCheckpoint model, IReadOnlyList<TuningSample> training, IReadOnlyList<TuningSample> validation)
    {
        var relevant = options with
        {
            Samples = "",
            Validation = null,
            Out = "",
            Threads = 0,
            Tuning = options.Tuning with { SaveEvery = 0 },
        };

        // Results of runs that could also be told these stay recognised.
        var told = (JsonObject)JsonSerializer.SerializeToNode(new TermIdLossOptions(), WorkspaceJson.Options)!;
        told["keep"] = JsonSerializer.SerializeToNode(ValidationFigure.Loss, WorkspaceJson.Options);
        foreach (var (name, value) in (JsonObject)JsonSerializer.SerializeToNode(relevant, WorkspaceJson.Options)!)
        {
            told[name] = value?.DeepClone();
        }

        return JsonSerializer.SerializeToNode(
            new { Options = told, Model = OfModel(model), Training = OfSamples(training), Validation = OfSamples(validation) },
            WorkspaceJson.Options)!;
    }

    /// <summary>
    /// Hashes the configuration, and names, sizes and some pages of the weights: enough to tell two models apart without reading gigabytes.
    /// </summary>
    private static string OfModel(ModelCheckpoint model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(model.Config.Source.ToJsonString()));
        var page = new byte[ProbeBytes];
        foreach (var path in model.WeightFiles)
        {
            using var file = File.OpenRead(path);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(path)} {file.Length}"));
            for (var probe = 0; probe < Probes; probe++)
            {
                file.Position = Math.Max(0, file.Length - ProbeBytes) / (Probes - 1) * probe;
                hash.AppendData(page, 0, file.ReadAtLeast(page, ProbeBytes, throwOnEndOfStream: false));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string OfSamples(IReadOnlyList<TuningSample> samples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sample in samples)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([sample.Length]));
            hash.AppendData(MemoryMarshal.AsBytes<int>(sample.Ids));
            hash.AppendData(MemoryMarshal.AsBytes<int>(sample.Labels));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Grlm;

/// <summary>
/// Writes what LLaMA-Factory needs beside the samples: <c>dataset_info.json</c>, as the README of its data folder describes it, and a
/// configuration, a DeepSpeed configuration and a script with the settings of the paper.
/// </summary>
/// <param name="directory">Where the files go.</param>
/// <param name="formats">The forms that the samples are in.</param>
internal sealed class LlamaFactoryFiles(string directory, IReadOnlyList<InstructionFormat> formats)
{
    private const string DatasetInfo = "dataset_info.json", Configuration = "llama-factory.yaml", DeepSpeed = "deepspeed.json",
        Script = "train.sh";
    private const int UsualTokens = 2_048;

    /// <summary>Writes the files.</summary>
    /// <param name="parts">Which samples there are: <c>train</c>, and <c>validation</c> if some are held out.</param>
    /// <param name="maximumTokens">Tokens of a sample at most; null where there is no limit.</param>
    /// <param name="seed">Seed of the training.</param>
    public void Write(IReadOnlyList<string> parts, int? maximumTokens, int seed)
    {
        var datasets = formats.SelectMany(_ => parts,
            (format, part) => KeyValuePair.Create(SampleFiles.DatasetOf(format, part), (JsonNode?)Describe(format, part)));
        File.WriteAllText(PathOf(DatasetInfo), new JsonObject(datasets).ToJsonString(WorkspaceJson.Options) + "\n");
        var names = parts.Select(part => SampleFiles.DatasetOf(formats[0], part)).ToArray();
        File.WriteAllText(PathOf(Configuration), ResourceText(Configuration)
            .Replace("{{training}}", names[0], StringComparison.Ordinal)
            .Replace("{{validation}}", names.Length > 1 ? $"eval_dataset: {names[1]}\neval_strategy: epoch\n" : "",
                StringComparison.Ordinal)
            .Replace("{{tokens}}", (maximumTokens ?? UsualTokens).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{seed}}", seed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        File.WriteAllText(PathOf(DeepSpeed), ResourceText(DeepSpeed));
        File.WriteAllText(PathOf(Script), ResourceText(Script));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(Script),
                File.GetUnixFileMode(PathOf(Script)) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    private static JsonObject Describe(InstructionFormat format, string part)
    {
        var dataset = new JsonObject { ["file_name"] = SampleFiles.NameOf(format, part) };
        switch (format)
        {
            case InstructionFormat.Alpaca:
                dataset["columns"] = new JsonObject
                {
                    ["prompt"] = "instruction",
                    ["query"] = "input",
                    ["response"] = "output",
                    ["system"] = "system"
                };
                break;
            case InstructionFormat.Sharegpt:
                dataset["formatting"] = "sharegpt";
                dataset["columns"] = new JsonObject { ["messages"] = "conversations", ["system"] = "system" };
                break;
            default:
                dataset["formatting"] = "sharegpt";
                dataset["columns"] = new JsonObject { ["messages"] = "messages" };
                dataset["tags"] = new JsonObject
                {
                    ["role_tag"] = "role",
                    ["content_tag"] = "content",
                    ["user_tag"] = "user",
                    ["assistant_tag"] = "assistant",
                    ["system_tag"] = "system",
                };
                break;
        }

        return dataset;
    }

    private static string ResourceText(string name)
    {
        using var resource = new StreamReader(typeof(LlamaFactoryFiles).Assembly.GetManifestResourceStream(name)!);
        return resource.ReadToEnd().ReplaceLineEndings("\n");
    }

    private string PathOf(string name) => Path.Combine(directory, name);
}

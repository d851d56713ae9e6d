namespace Grlm.EndToEnd.Tests;

/// <summary>The real command: it needs libtorch.</summary>
public sealed class ModelConvertCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Convert_WritesAModelThatInfoReads_InTheTypeAskedFor()
    {
        TinyModel.Write(Path.Combine(_folder.Path, "tiny"));

        var converted = (await RunAsync("tiny", "half", "--dtype", "bfloat16", "--json")).Json();

        Assert.Equal(Path.Combine(_folder.Path, "half"), converted.GetProperty("folder").GetString());
        Assert.Equal("bfloat16", converted.GetProperty("dtype").GetString());
        Assert.Equal(2 * TinyModel.Parameters, converted.GetProperty("bytes").GetInt64());
        var read = (await CommandProcess.RunAsync(_folder.Path, "model", "info", "half", "--json")).Json();
        Assert.Equal(TinyModel.Parameters, read.GetProperty("storedTypes").GetProperty("BF16").GetInt64());
        Assert.True(read.GetProperty("hasChatTemplate").GetBoolean());
    }

    [Fact]
    public async Task Convert_ReplacesNothingUnlessTold_AndNeverWhatIsNoModel()
    {
        TinyModel.Write(Path.Combine(_folder.Path, "tiny"));
        TinyModel.Write(Path.Combine(_folder.Path, "old"));
        _folder.Write("photos/cat.jpg", "a cat");

        Assert.Equal(2, (await RunAsync("tiny", "old")).ExitCode);
        Assert.Equal(2, (await RunAsync("tiny", "tiny", "--force")).ExitCode);
        Assert.Equal(2, (await RunAsync("tiny", "photos", "--force")).ExitCode);
        Assert.Equal(2, (await RunAsync("tiny", "new", "--max-shard-size", "big")).ExitCode);
        var shards = await RunAsync("tiny", "old", "--force", "--max-shard-size", "1KB");

        Assert.True(shards.ExitCode == 0, shards.Messages);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "old", "model.safetensors.index.json")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "old", "model.safetensors")));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "photos", "cat.jpg")));
    }

    [Fact]
    public async Task Convert_ExitsWith3_AndLeavesNothing_WhereAWeightIsNotANumber()
    {
        var model = TinyModel.Write(Path.Combine(_folder.Path, "tiny"));
        var bytes = await File.ReadAllBytesAsync(Path.Combine(model, "model.safetensors"), TestContext.Current.CancellationToken);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), float.NaN);
        await File.WriteAllBytesAsync(Path.Combine(model, "model.safetensors"), bytes, TestContext.Current.CancellationToken);

        var result = await RunAsync("tiny", "new");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("model.norm.weight", result.Messages, StringComparison.Ordinal);
        Assert.Equal([model], Directory.GetDirectories(_folder.Path));
    }

    private Task<CommandResult> RunAsync(params string[] arguments)
        => CommandProcess.RunAsync(_folder.Path, ["model", "convert", .. arguments]);
}

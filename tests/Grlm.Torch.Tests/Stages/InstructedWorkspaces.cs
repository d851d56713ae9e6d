namespace Grlm.Torch.Tests;

/// <summary>
/// Workspaces with a small ranker and instruction samples that a tiny model, which reads bytes, has room for; made once and copied for each
/// test.
/// </summary>
public sealed class InstructedWorkspaces : IAsyncLifetime
{
    private readonly SampleWorkspaces _samples = new();
    private readonly TemporaryFolder _folder = new();
    private GrlmWorkspace? _template;
    private int _copies;

    /// <summary>The folder of the tiny model.</summary>
    public string Model => _folder.PathOf("tiny");

    public async ValueTask InitializeAsync()
    {
        await _samples.InitializeAsync();
        _template = _samples.Copy();
        TinyChatModel.Create(_folder.Root, seed: 3).Dispose();
        await SampleWorkspaces.RunAsync(new RankStage(), new RankOptions { Width = 16, Epochs = 1, Threads = 2 }, _template);
        var instruct = new InstructOptions
        {
            Tasks = [InstructionTask.Behavior, InstructionTask.Internalization],
            InternalizationWeight = 0.1,
            MaximumHistory = 3,
            NoTitles = true,
            Tokenizer = Model,
            Formats = [InstructionFormat.Grlm],
        };
        await SampleWorkspaces.RunAsync(new InstructStage(ConversationTokens.Load), instruct, _template);
    }

    public async ValueTask DisposeAsync()
    {
        await _samples.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A workspace of its own.</summary>
    public GrlmWorkspace Copy()
    {
        var target = _folder.PathOf($"copy-{++_copies}");
        foreach (var file in Directory.GetFiles(_template!.Root, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(_template.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new GrlmWorkspace(target);
    }
}

using CsCheck;

namespace Grlm.Tests;

/// <summary>Logs of a stage outlive its runs, whatever their options and however they end.</summary>
public sealed class StageLogTests : IDisposable
{
    private const string Log = "answers.jsonl";

    private readonly TemporaryWorkspace _temporary = new();

    private GrlmWorkspace Workspace => _temporary.Workspace;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task WhatWasAppended_IsThereInEveryLaterRun()
        => await Gen.Select(Gen.Int[1, 3], Gen.Enum<End>(), Gen.Bool).Array[1, 8].SampleAsync(async runs =>
        {
            using var temporary = new TemporaryWorkspace();
            var expected = "";
            foreach (var (value, end, force) in runs)
            {
                await RunAsync(temporary.Workspace, value, end, force, before => Assert.Equal(expected, before), () => expected += "x");
            }
        });

    [Fact]
    public async Task ALog_IsNoOutput_SoThatTheArtifactsVersionDoesNotDependOnIt()
    {
        await RunAsync(Workspace, 1, End.Finished);
        var version = Artifacts.VersionOf(Workspace, "ranker");
        Assert.Equal([CountingStage.OutputName], Manifest.Read(Workspace, "ranker").Outputs.Keys);
        await RunAsync(Workspace, 1, End.Finished, force: true);
        Assert.Equal("xx", await File.ReadAllTextAsync(Workspace.PathOf("ranker", Log), TestContext.Current.CancellationToken));
        Assert.Equal(version, Artifacts.VersionOf(Workspace, "ranker"));
    }

    [Fact]
    public async Task ARunThatFailed_LeavesNothing_WhereItHasAppendedNothing()
    {
        await RunAsync(Workspace, 1, End.Finished);
        await RunAsync(Workspace, 2, End.Fault, append: false);
        Assert.Equal(["ranker"], Directory.GetDirectories(Workspace.Root).Select(Path.GetFileName));
    }

    private static async Task RunAsync(
        GrlmWorkspace workspace, int value, End end, bool force = false, Action<string>? before = null, Action? appended = null,
        bool append = true)
    {
        var stage = new LoggingStage((context, _) =>
        {
            var path = Path.Combine(context.OutputDirectory, Log);
            before?.Invoke(File.Exists(path) ? File.ReadAllText(path) : "");
            if (append)
            {
                File.AppendAllText(path, "x");
                appended?.Invoke();
            }

            File.WriteAllText(Path.Combine(context.OutputDirectory, "other.txt"), "y");
            if (FaultOf(end) is { } fault)
            {
                throw fault;
            }

            File.Delete(Path.Combine(context.OutputDirectory, "other.txt"));
        });
        try
        {
            await new StageRunner().RunAsync(stage, new CountingOptions { Value = value }, workspace, new Progress<StageProgress>(),
                force, CancellationToken.None);
        }
        catch (Exception error) when (end != End.Finished && error is OperationCanceledException or GrlmException)
        {
            // As it was told.
        }
    }

    private static Exception? FaultOf(End end) => end switch
    {
        End.Cancelled => new OperationCanceledException(),
        End.Fault => new InvalidInputException("Fault."),
        End.FaultThatKeepsWork => new MissingPrerequisiteException("Fault.") { KeepsWork = true },
        _ => null,
    };

    private enum End
    {
        Finished,
        Cancelled,
        Fault,
        FaultThatKeepsWork,
    }

    private sealed class LoggingStage(Action<StageContext, CancellationToken> during) : IStage<CountingOptions, CountingResult>
    {
        private readonly CountingStage _stage = new() { During = during };

        public string Name => _stage.Name;

        public string Folder => _stage.Folder;

        public IReadOnlyList<string> Logs => [Log];

        public StageInputs InputsOf(CountingOptions options) => _stage.InputsOf(options);

        public Task<CountingResult> RunAsync(CountingOptions options, StageContext context, CancellationToken cancellationToken)
            => _stage.RunAsync(options, context, cancellationToken);
    }
}

namespace Grlm.Reports.Tests;

/// <summary>A stage that writes files and returns what it is told to.</summary>
internal sealed class FileStage(string name, string folder, string[] inputs, object result, Action<string> write) : IStage<object, object>
{
    public string Name => name;

    public string Folder => folder;

    public StageInputs InputsOf(object options) => new(inputs, []);

    public Task<object> RunAsync(object options, StageContext context, CancellationToken cancellationToken)
    {
        write(context.OutputDirectory);
        return Task.FromResult(result);
    }
}

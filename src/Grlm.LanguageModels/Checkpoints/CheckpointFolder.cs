namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Represents a folder that is replaced as a whole: written beside its name, then exchanged. At every moment of the exchange there is a
/// whole checkpoint under one of three names, and <see cref="Recover"/> puts it in its place. One process writes a folder at a time.
/// </summary>
/// <param name="path">The folder; it need not be there.</param>
public sealed class CheckpointFolder(string path)
{
    private readonly string _final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>Gets where the new content is written.</summary>
    public string Partial => _final + ".partial";

    private string Replaced => _final + ".replaced";

    /// <summary>Replaces the folder.</summary>
    /// <param name="write">Writes the whole new content into the folder that it is given. If it throws, the old content stays.</param>
    public void Replace(Action<string> write)
    {
        Begin();
        try
        {
            write(Partial);
        }
        catch
        {
            Delete(Partial);
            throw;
        }

        foreach (var step in ExchangeSteps())
        {
            step();
        }
    }

    /// <summary>Makes an empty folder to write to.</summary>
    public void Begin()
    {
        Recover();
        Delete(Partial);
        Directory.CreateDirectory(Partial);
    }

    /// <summary>Returns the steps of the exchange, one by one, so that a test can stop after any of them.</summary>
    public IEnumerable<Action> ExchangeSteps()
    {
        if (Directory.Exists(_final))
        {
            yield return () => Directory.Move(_final, Replaced);
        }

        yield return () => Directory.Move(Partial, _final);
        yield return () => Delete(Replaced);
    }

    /// <summary>
    /// Finishes an exchange that a kill cut short. What lies under the first name is only moved away once the new content is whole.
    /// </summary>
    public void Recover()
    {
        if (!Directory.Exists(Replaced))
        {
            return;
        }

        if (!Directory.Exists(_final))
        {
            Directory.Move(Directory.Exists(Partial) ? Partial : Replaced, _final);
        }

        Delete(Replaced);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

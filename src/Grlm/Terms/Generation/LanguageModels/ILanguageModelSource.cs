namespace Grlm;

/// <summary>Opens the language models of one kind of provider for making terms. Thread-safe.</summary>
public interface ILanguageModelSource
{
    /// <summary>Returns the files that its answers depend on: a change of one of them makes the stage run again.</summary>
    /// <exception cref="InvalidOptionsException">The options lack what this provider needs, or have what it cannot take.</exception>
    /// <exception cref="MissingPrerequisiteException">The model is not there.</exception>
    IReadOnlyList<string> FilesOf(TermsOptions options);

    /// <summary>Opens the model; the caller disposes its client.</summary>
    /// <exception cref="InvalidOptionsException">The options lack what this provider needs.</exception>
    /// <exception cref="MissingPrerequisiteException">The model is not there, or a key for it is missing.</exception>
    LanguageModelConnection Open(TermsOptions options);
}

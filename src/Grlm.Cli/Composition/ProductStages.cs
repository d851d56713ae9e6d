namespace Grlm.Cli;

/// <summary>The composition root: the one place that knows which classes the stages are.</summary>
internal static class ProductStages
{
    public static StageCatalog Create() => new()
    {
        Import = () => throw NotBuiltIn("import"),
        Terms = () => throw NotBuiltIn("terms"),
        Rank = () => throw NotBuiltIn("rank"),
        Train = () => throw NotBuiltIn("train"),
        Evaluate = () => throw NotBuiltIn("evaluate"),
        OpenEngine = (_, _) => throw NotBuiltIn("recommend"),
    };

    private static MissingPrerequisiteException NotBuiltIn(string stage) => new($"This build of grlm comes without '{stage}'.");
}

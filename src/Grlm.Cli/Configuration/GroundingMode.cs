namespace Grlm.Cli;

/// <summary>By which rules <c>grlm ground</c> leads from a text to items.</summary>
internal enum GroundingMode
{
    /// <summary>Elastic Identifier Grounding as the paper describes it.</summary>
    Elastic,

    /// <summary>As the authors' released code does it.</summary>
    Reference,
}

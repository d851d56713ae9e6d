namespace Grlm;

/// <summary>What makes terms.</summary>
public enum TermProviderKind
{
    /// <summary>Extraction from the metadata of items and their neighbours; no model.</summary>
    Extract,
}

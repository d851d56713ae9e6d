namespace Grlm.Torch;

/// <summary>Describes one history that the compact generator learns from.</summary>
/// <param name="History">Items that the encoder has seen, oldest first.</param>
/// <param name="Next">The item that followed; -1 where the history was damaged, so that nothing was observed.</param>
internal readonly record struct GeneratorSample(ArraySegment<int> History, int Next);

namespace Grlm;

/// <summary>Float32 tensors by name: those of a file, or of a model that is being trained.</summary>
internal interface INamedTensors
{
    /// <summary>A copy of one tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <returns>Its numbers, the last dimension together.</returns>
    /// <exception cref="InvalidInputException">There is no such tensor, its shape is another, or a number of it is infinite or none.</exception>
    float[] Read(string name, params ReadOnlySpan<long> shape);
}

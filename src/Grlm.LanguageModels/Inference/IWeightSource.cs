namespace Grlm.LanguageModels;

/// <summary>The weights that a decoder is built from, by their Hugging Face names.</summary>
internal interface IWeightSource
{
    /// <summary>Gets architecture and sizes.</summary>
    LanguageModelConfig Config { get; }

    /// <summary>Returns a matrix or vector.</summary>
    /// <param name="name">One of <see cref="LanguageModelTensors.NamesAndShapes"/>.</param>
    IWeightRows Rows(string name);
}

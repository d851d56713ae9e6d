using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Grlm.Providers;

/// <summary>Represents a sentence-transformer model in ONNX form. Thread-safe; disposing it frees the network.</summary>
internal sealed class SentenceEncoder : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string Ids = "input_ids", Mask = "attention_mask", Types = "token_type_ids", Output = "last_hidden_state";

    private readonly SentenceModelFolder _folder;
    private readonly WordPieceTokenizer _tokenizer;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    /// <param name="folder">The model.</param>
    /// <param name="threads">Threads; 0 for one a processor.</param>
    /// <exception cref="InvalidInputException">The network is damaged, or asks for inputs that are not known.</exception>
    public SentenceEncoder(SentenceModelFolder folder, int threads)
    {
        _folder = folder;
        _tokenizer = WordPieceTokenizer.Read(folder.Tokenizer);
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = threads == 0 ? Environment.ProcessorCount : threads };
            _session = new InferenceSession(folder.Network, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw ModelJson.Unsound(folder.Network, error.Message, error);
        }

        _inputs = [.. _session.InputMetadata.Keys];
        _outputs = [_session.OutputMetadata.ContainsKey(Output) ? Output : _session.OutputNames[0]];
        if (_inputs.FirstOrDefault(name => name is not (Ids or Mask or Types)) is { } unknown)
        {
            throw new InvalidInputException(
                $"{folder.Network}: input '{unknown}' is not known; {Ids}, {Mask} and {Types} are. Export the encoder alone.");
        }
    }

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        => Task.Run(() => new GeneratedEmbeddings<Embedding<float>>(Encode([.. values]).Select(vector => new Embedding<float>(vector))),
            cancellationToken);

    /// <summary>Returns the vectors of texts.</summary>
    public IEnumerable<float[]> Encode(string[] texts)
    {
        if (texts.Length == 0)
        {
            return [];
        }

        int[][] tokens = [.. texts.Select(text => _tokenizer.Encode(text, _folder.MaximumLength))];
        var length = tokens.Max(text => text.Length);
        OrtValue[] inputs = [.. _inputs.Select(name => Fill(name, tokens, length))];
        try
        {
            using var outputs = _session.Run(_run, _inputs, inputs, _outputs);
            var shape = outputs[0].GetTensorTypeAndShape().Shape;
            if (shape is not [_, _, var width] || shape[0] != texts.Length || shape[1] != length)
            {
                throw new InvalidInputException(
                    $"{_folder.Network}: output '{_outputs[0]}' is [{string.Join(", ", shape)}], not a vector for each " +
                        $"token of each text. Export the encoder without pooling.");
            }

            var states = outputs[0].GetTensorDataAsSpan<float>(); // [texts, length, width]
            var vectors = new float[texts.Length][];
            for (var text = 0; text < texts.Length; text++)
            {
                vectors[text] = Pool(states.Slice(text * length * (int)width, tokens[text].Length * (int)width), (int)width);
            }

            return vectors;
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private OrtValue Fill(string name, int[][] tokens, int length)
    {
        var values = new long[tokens.Length * length];
        if (name == Ids)
        {
            Array.Fill(values, _tokenizer.Padding);
        }

        for (var text = 0; text < tokens.Length && name != Types; text++)
        {
            for (var place = 0; place < tokens[text].Length; place++)
            {
                values[(text * length) + place] = name == Mask ? 1 : tokens[text][place];
            }
        }

        return OrtValue.CreateTensorValueFromMemory(values, [tokens.Length, length]);
    }

    /// <param name="states">Those of the text's own tokens, padding left out: <c>[tokens, width]</c>.</param>
    /// <param name="width">Numbers in a vector.</param>
    private float[] Pool(ReadOnlySpan<float> states, int width)
    {
        var vector = _folder.Pooling switch
        {
            Pooling.FirstToken => states[..width].ToArray(),
            Pooling.LastToken => states[^width..].ToArray(),
            Pooling.Maximum => TokenVectors.Maximum(states, width),
            _ => TokenVectors.Mean(states, width),
        };
        if (_folder.Normalizes)
        {
            VectorMatrix.Normalize(vector);
        }

        return vector;
    }
}

/// <summary>Several vectors, one behind the other, made one.</summary>
internal static class TokenVectors
{
    /// <summary>Returns their mean.</summary>
    public static float[] Mean(ReadOnlySpan<float> vectors, int width)
    {
        var mean = new float[width];
        for (var first = 0; first < vectors.Length; first += width)
        {
            TensorPrimitives.Add(mean, vectors.Slice(first, width), mean);
        }

        TensorPrimitives.Divide(mean, vectors.Length / width, mean);
        return mean;
    }

    /// <summary>Returns the largest number in each place.</summary>
    public static float[] Maximum(ReadOnlySpan<float> vectors, int width)
    {
        var maximum = vectors[..width].ToArray();
        for (var first = width; first < vectors.Length; first += width)
        {
            TensorPrimitives.Max(maximum, vectors.Slice(first, width), maximum);
        }

        return maximum;
    }
}

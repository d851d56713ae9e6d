using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>What answers are found by again: a hash of the model's identity and the conversation so far.</summary>
internal static class AnswerKey
{
    /// <summary>The key, and its written form in 32 hexadecimal digits.</summary>
    public static (UInt128 Key, string Text) Of(string model, IEnumerable<ChatMessage> messages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, model);
        foreach (var message in messages)
        {
            Append(hash, message.Role.Value);
            Append(hash, message.Text);
        }

        var bytes = hash.GetHashAndReset().AsSpan(0, 16);
        return (BinaryPrimitives.ReadUInt128BigEndian(bytes), Convert.ToHexStringLower(bytes));
    }

    // The length in front: no two lists of texts run together to the same bytes.
    private static void Append(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

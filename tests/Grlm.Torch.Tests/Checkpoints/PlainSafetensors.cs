using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

/// <summary>
/// A second reader of safetensors, straight from the rules of the format, so that files are not judged by the code that wrote them: eight
/// bytes with the length of the header, little-endian; a header in JSON that begins with a brace and may end in blanks; numbers that lie
/// side by side from the end of the header to the end of the file.
/// </summary>
internal static class PlainSafetensors
{
    public sealed record Entry(string Name, string Type, long[] Shape, byte[] Bits);

    /// <summary>All tensors of the safetensors files in a folder; an index must place each of them.</summary>
    public static IReadOnlyList<Entry> ReadFolder(string folder)
    {
        var found = new List<Entry>();
        var index = Path.Combine(folder, "model.safetensors.index.json");
        using var document = File.Exists(index) ? JsonDocument.Parse(File.ReadAllBytes(index)) : null;
        foreach (var file in Directory.EnumerateFiles(folder, "*.safetensors"))
        {
            var entries = ReadFile(file);
            Assert.All(entries, entry => Assert.Equal(
                Path.GetFileName(file),
                document?.RootElement.GetProperty("weight_map").GetProperty(entry.Name).GetString() ?? "model.safetensors"));
            found.AddRange(entries);
        }

        var total = document?.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64();
        Assert.True(total is null || total == found.Sum(entry => (long)entry.Bits.Length));
        Assert.Equal(found.Count, document?.RootElement.GetProperty("weight_map").EnumerateObject().Count() ?? found.Count);
        return found;
    }

    /// <summary>Declares the bytes of one tensor to be numbers of another type.</summary>
    public static void ChangeType(string file, string name, string type)
    {
        var bytes = File.ReadAllBytes(file);
        var start = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, start - 8))!;
        var (begin, end) = ((long)header[name]!["data_offsets"]![0]!, (long)header[name]!["data_offsets"]![1]!);
        header[name]!["dtype"] = type;
        header[name]!["shape"] = new JsonArray((end - begin) / (type.Contains("64", StringComparison.Ordinal) ? 8 : 1));
        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        File.WriteAllBytes(file, [.. length, .. text, .. bytes.AsSpan(start)]);
    }

    /// <summary>All tensors of a file.</summary>
    public static IReadOnlyList<Entry> ReadFile(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var start = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal((byte)'{', bytes[8]);
        Assert.Equal(0, start % 8);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, start - 8));
        var entries = new List<Entry>();
        var covered = 0;
        foreach (var property in header.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__")
            .OrderBy(property => property.Value.GetProperty("data_offsets")[0].GetInt32()))
        {
            var begin = property.Value.GetProperty("data_offsets")[0].GetInt32();
            var end = property.Value.GetProperty("data_offsets")[1].GetInt32();
            var type = property.Value.GetProperty("dtype").GetString()!;
            long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64())];
            Assert.Equal(covered, begin);
            Assert.Equal(shape.Aggregate(type == "F32" ? 4L : 2L, (product, length) => product * length), end - begin);
            Assert.DoesNotContain(entries, entry => entry.Name == property.Name);
            entries.Add(new Entry(property.Name, type, shape, bytes[(start + begin)..(start + end)]));
            covered = end;
        }

        Assert.Equal(bytes.Length, start + covered);
        if (header.RootElement.TryGetProperty("__metadata__", out var metadata))
        {
            Assert.All(metadata.EnumerateObject(), entry => Assert.Equal(JsonValueKind.String, entry.Value.ValueKind));
        }

        return entries;
    }
}

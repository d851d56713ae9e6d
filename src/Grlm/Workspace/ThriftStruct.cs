namespace Grlm;

/// <summary>
/// Represents a struct of the Thrift compact protocol, read within the bounds of its bytes: what points beyond them, nests without end or
/// announces more than there can be is refused, where a trusting reader would go on for ever. Numbers, lists and structs by their field's
/// number; texts are passed over.
/// </summary>
internal sealed class ThriftStruct
{
    private const int MaximumDepth = 32;

    private readonly Dictionary<int, object> _fields = [];

    private ThriftStruct()
    {
    }

    /// <summary>Reads a struct from the start of some bytes.</summary>
    /// <param name="bytes">The bytes, which may go on behind it.</param>
    /// <param name="length">How many the struct takes.</param>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static ThriftStruct Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var reader = new Reader(bytes);
        var read = reader.Struct(0);
        length = reader.Position;
        return read;
    }

    /// <summary>Returns a number; null where there is none.</summary>
    public long? Number(int field) => _fields.GetValueOrDefault(field) as long?;

    /// <summary>Returns a struct; null where there is none.</summary>
    public ThriftStruct? Struct(int field) => _fields.GetValueOrDefault(field) as ThriftStruct;

    /// <summary>Returns the structs of a list; none where there is no list of structs.</summary>
    public IEnumerable<ThriftStruct> Structs(int field) => (_fields.GetValueOrDefault(field) as List<object>)?.OfType<ThriftStruct>() ?? [];

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private const int True = 1, False = 2, Byte = 3, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Structure = 12;

        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Position { get; private set; }

        public ThriftStruct Struct(int depth)
        {
            if (depth > MaximumDepth)
            {
                throw new InvalidDataException("it nests too deep");
            }

            var read = new ThriftStruct();
            for (var field = 0; ;)
            {
                var header = Next();
                if (header == 0)
                {
                    return read;
                }

                field = header >> 4 is > 0 and var step ? field + step : checked((int)Signed());
                read._fields[field] = Value(header & 0xf, depth, inList: false);
            }
        }

        private object Value(int type, int depth, bool inList)
        {
            switch (type)
            {
                case True or False:
                    return inList ? (long)Next() : type == True ? 1L : 0L;
                case Byte:
                    return (long)Next();
                case > Byte and < Double:
                    return Signed();
                case Double:
                    Skip(sizeof(double));
                    return string.Empty;
                case Binary:
                    Skip(Unsigned());
                    return string.Empty;
                case List or Set:
                    var header = Next();
                    return Values(header >> 4 is < 15 and var few ? (ulong)few : Unsigned(), header & 0xf, depth);
                case Map:
                    return Unsigned() is 0 ? string.Empty : throw new InvalidDataException("it holds a map, which Parquet has none of");
                case Structure:
                    return Struct(depth + 1);
                default:
                    throw new InvalidDataException($"it holds a value of the unknown kind {type}");
            }
        }

        private List<object> Values(ulong count, int type, int depth)
        {
            if (count > (ulong)(_bytes.Length - Position))
            {
                throw new InvalidDataException($"it announces a list of {count:N0}, more than there are bytes");
            }

            var values = new List<object>();
            for (var place = 0UL; place < count; place++)
            {
                values.Add(Value(type, depth + 1, inList: true));
            }

            return values;
        }

        private byte Next() => Position < _bytes.Length ? _bytes[Position++] : throw new InvalidDataException("it goes on beyond its end");

        private void Skip(ulong count) => Position = count <= (ulong)(_bytes.Length - Position)
            ? Position + (int)count
            : throw new InvalidDataException("a text in it goes on beyond its end");

        private ulong Unsigned()
        {
            var value = 0UL;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var next = Next();
                value |= (ulong)(next & 0x7f) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }

            throw new InvalidDataException("a number in it has no end");
        }

        private long Signed()
        {
            var value = Unsigned();
            return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }
}

#nullable enable

#pragma warning disable IDE0005 // MSBuild compiles this file without implicit usings.
using System;
using System.Collections.Generic;
using System.IO;
#pragma warning restore IDE0005
using System.Text;

namespace Grlm.Build;

#if !GRLM_TESTS // The tests compile this file too, and have no MSBuild to link against.
/// <summary>MSBuild task: writes relaxed copies of native libraries. Compiled by <c>Grlm.Torch.targets</c> when it is needed.</summary>
public sealed class RelaxNativeLibrary : Microsoft.Build.Utilities.Task
{
    /// <summary>The libraries as they come out of their package; only read.</summary>
    [Microsoft.Build.Framework.Required]
    public Microsoft.Build.Framework.ITaskItem[] SourceFiles { get; set; } = [];

    /// <summary>Where the relaxed copies go, one for each source.</summary>
    [Microsoft.Build.Framework.Required]
    public Microsoft.Build.Framework.ITaskItem[] DestinationFiles { get; set; } = [];

    /// <inheritdoc />
    public override bool Execute()
    {
        for (int i = 0; i < SourceFiles.Length; i++)
        {
            string source = SourceFiles[i].GetMetadata("FullPath");
            try
            {
                NativeLibraryRelaxation.WriteRelaxedCopy(source, DestinationFiles[i].GetMetadata("FullPath"));
            }
            catch (InvalidDataException refused)
            {
                Log.LogError(null, "GRLM0001", null, source, 0, 0, 0, 0, "{0}", refused.Message);
            }
        }

        return !Log.HasLoggedErrors;
    }
}
#endif

/// <summary>
/// Lets a native library load on systems whose C++ library is older than GCC 13. Such a library asks for the symbol version
/// <c>GLIBCXX_3.4.32</c> through one symbol that a header of newer compilers merely names, to force a new enough C++ library;
/// nothing calls it. The version requirement is made weak, and the symbol weak and unversioned. Newer systems see no difference.
/// </summary>
/// <remarks>
/// Layouts: System V ABI, ELF-64 (header, sections, symbols, relocations), and the GNU symbol versioning of the Linux Standard Base.
/// Kept to netstandard2.0 so that MSBuild can compile it anywhere. Holds no state: safe to call from several threads.
/// </remarks>
public static class NativeLibraryRelaxation
{
    /// <summary>The symbol version that older systems lack.</summary>
    public const string Version = "GLIBCXX_3.4.32";

    /// <summary>The only symbol that may ask for it.</summary>
    public const string Symbol = "_ZSt21ios_base_library_initv";

    private const ushort WeakVersion = 2; // VER_FLG_WEAK
    private const ushort GlobalVersion = 1; // VER_NDX_GLOBAL: any version will do
    private const int WeakBinding = 2; // STB_WEAK

    private const string Remedy =
        "Restore the package again (dotnet nuget locals global-packages --clear, then dotnet restore) and keep to the TorchSharp " +
            "version that this"
        + " package names. On a system with the C++ library of GCC 13 or newer, -p:GrlmRelaxNativeLibrary=false takes the file as it is.";

    /// <summary>Reads <paramref name="source"/>, relaxes it and moves the result to <paramref name="destination"/> in one step.</summary>
    /// <param name="source">The library; only read, whatever links lead to it.</param>
    /// <param name="destination">The copy. A link found there is replaced, never written through.</param>
    /// <exception cref="InvalidDataException">The library is not what it should be; the message names file and remedy.</exception>
    public static void WriteRelaxedCopy(string source, string destination)
    {
        byte[] image = File.ReadAllBytes(source);
        try
        {
            Relax(image);
        }
        catch (InvalidDataException refused)
        {
            throw new InvalidDataException($"{source} cannot be made to load on older systems: {refused.Message} {Remedy}", refused);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(destination))!);
        string partial = destination + "." + Guid.NewGuid().ToString("N") + ".partial";
        File.WriteAllBytes(partial, image);
        try
        {
            File.Move(partial, destination);
        }
        catch (IOException) when (File.Exists(destination))
        {
            File.Replace(partial, destination, destinationBackupFileName: null);
        }
    }

    /// <summary>Relaxes a library in memory. Either every field is rewritten or, on an exception, none.</summary>
    /// <param name="image">The whole file.</param>
    /// <returns>False if there was nothing to do: the version is not asked for, or was relaxed before.</returns>
    /// <exception cref="InvalidDataException">Not a little-endian ELF-64 library, truncated, or something else depends on the
    /// version.</exception>
    public static bool Relax(byte[] image)
    {
        var elf = new ElfLibrary(image);
        List<int> requirements = elf.FindVersionRequirements(Version);
        List<int> users = elf.FindSymbolsOfVersions(requirements);
        foreach (int user in users)
        {
            string name = elf.SymbolName(user);
            if (!string.Equals(name, Symbol, StringComparison.Ordinal))
                throw new InvalidDataException($"its symbol '{name}' really needs {Version}; only {Symbol} can do without.");
            if (elf.IsDefined(user) || elf.IsRelocated(user))
                throw new InvalidDataException($"it uses {Symbol}, which was expected to be named only.");
        }

        bool changed = false;
        foreach (int requirement in requirements)
            changed |= elf.AddVersionFlag(requirement, WeakVersion);
        foreach (int user in users)
            elf.SetBindingAndVersion(user, WeakBinding, GlobalVersion);
        return changed || users.Count > 0;
    }

    /// <summary>
    /// The dynamic symbols of an ELF-64 little-endian file and their versions; every access is checked against the file's bounds.
    /// </summary>
    private sealed class ElfLibrary
    {
        private const int HeaderSize = 64;
        private const int SectionHeaderSize = 64;
        private const int SymbolSize = 24;
        private const int RelocationSize = 24;
        private const uint RelocationsType = 4; // SHT_RELA
        private const uint DynamicSymbolsType = 11; // SHT_DYNSYM
        private const uint VersionNeedsType = 0x6FFFFFFE; // SHT_GNU_verneed
        private const uint SymbolVersionsType = 0x6FFFFFFF; // SHT_GNU_versym
        private const int VersionIndexMask = 0x7FFF; // the top bit hides a version

        private readonly byte[] _image;
        private readonly Section[] _sections;
        private readonly Section _symbols;
        private readonly Section _symbolVersions;
        private readonly Section _versionNeeds;

        public ElfLibrary(byte[] image)
        {
            _image = image;
            if (image.Length < HeaderSize || image[0] != 0x7F || image[1] != 'E' || image[2] != 'L' || image[3] != 'F')
                throw new InvalidDataException("it is no ELF file.");
            if (image[4] != 2 || image[5] != 1)
                throw new InvalidDataException("it is no 64-bit little-endian ELF file.");

            _sections = ReadSections();
            _symbols = TheSection(DynamicSymbolsType, ".dynsym");
            _symbolVersions = TheSection(SymbolVersionsType, ".gnu.version");
            _versionNeeds = TheSection(VersionNeedsType, ".gnu.version_r");
            if (_symbolVersions.Size / sizeof(ushort) != SymbolCount)
                throw new InvalidDataException("its .gnu.version and .dynsym sections differ in length.");
        }

        private int SymbolCount => _symbols.Size / SymbolSize;

        /// <summary>Offsets of the requirements (Vernaux) of a version, in all libraries that are asked for it.</summary>
        public List<int> FindVersionRequirements(string version)
        {
            var found = new List<int>();
            int need = 0;
            int next;
            do
            {
                int entry = Within(_versionNeeds, need, 16);
                int requirementCount = ReadUInt16(entry + 2);
                int requirement = need + ReadOffset(entry + 8);
                for (int i = 0; i < requirementCount; i++)
                {
                    int offset = Within(_versionNeeds, requirement, 16);
                    if (string.Equals(ReadString(_versionNeeds.Link, ReadOffset(offset + 8)), version, StringComparison.Ordinal))
                        found.Add(offset);
                    requirement += ReadOffset(offset + 12);
                }

                next = ReadOffset(entry + 12);
                need += next;
            }
            while (next != 0);
            return found;
        }

        /// <summary>Indices of the symbols bound to one of these requirements.</summary>
        public List<int> FindSymbolsOfVersions(List<int> requirements)
        {
            var versions = new HashSet<int>();
            foreach (int requirement in requirements)
                versions.Add(ReadUInt16(requirement + 6) & VersionIndexMask);

            var found = new List<int>();
            for (int symbol = 0; symbol < SymbolCount; symbol++)
            {
                if (versions.Contains(ReadUInt16(VersionOf(symbol)) & VersionIndexMask))
                    found.Add(symbol);
            }

            return found;
        }

        public string SymbolName(int symbol) => ReadString(_symbols.Link, ReadOffset(EntryOf(symbol)));

        /// <summary>Whether the file itself holds what the symbol stands for.</summary>
        public bool IsDefined(int symbol) => ReadUInt16(EntryOf(symbol) + 6) != 0;

        /// <summary>Whether code or data of the file refers to the symbol.</summary>
        public bool IsRelocated(int symbol)
        {
            foreach (Section section in _sections)
            {
                if (section.Type != RelocationsType)
                    continue;
                for (int offset = 0; offset < section.Size; offset += RelocationSize)
                {
                    if (ReadUInt32(Within(section, offset, RelocationSize) + 12) == (uint)symbol)
                        return true;
                }
            }

            return false;
        }

        public bool AddVersionFlag(int requirement, ushort flag)
        {
            int before = ReadUInt16(requirement + 4);
            WriteUInt16(requirement + 4, (ushort)(before | flag));
            return (before & flag) == 0;
        }

        public void SetBindingAndVersion(int symbol, int binding, ushort version)
        {
            int info = EntryOf(symbol) + 4;
            _image[info] = (byte)((binding << 4) | (_image[info] & 0xF));
            WriteUInt16(VersionOf(symbol), version);
        }

        private Section[] ReadSections()
        {
            ulong table = ReadUInt64(0x28);
            int entrySize = ReadUInt16(0x3A);
            int count = ReadUInt16(0x3C);
            if (count == 0 || entrySize != SectionHeaderSize)
                throw new InvalidDataException("it has no section table.");

            var sections = new Section[count];
            int start = WithinFile(table, (ulong)count * SectionHeaderSize, "section table");
            for (int i = 0; i < count; i++)
            {
                int header = start + (i * SectionHeaderSize);
                sections[i] = new Section(ReadUInt32(header + 4), ReadUInt64(header + 24), ReadUInt64(header + 32),
                    ReadUInt32(header + 40));
            }

            return sections;
        }

        private Section TheSection(uint type, string name)
        {
            Section[] found = Array.FindAll(_sections, section => section.Type == type);
            return found.Length == 1
                ? found[0]
                : throw new InvalidDataException($"it has {found.Length} sections of the kind {name}; one is expected.");
        }

        private int EntryOf(int symbol) => Within(_symbols, symbol * SymbolSize, SymbolSize);

        private int VersionOf(int symbol) => Within(_symbolVersions, symbol * sizeof(ushort), sizeof(ushort));

        private string ReadString(uint section, int offset)
        {
            if (section >= _sections.Length)
                throw new InvalidDataException($"it names section {section} of {_sections.Length}.");
            int start = Within(_sections[section], offset, 1);
            int end = Array.IndexOf(_image, (byte)0, start, _sections[section].Size - offset);
            return end >= 0
                ? Encoding.ASCII.GetString(_image, start, end - start)
                : throw new InvalidDataException("a name in it has no end.");
        }

        /// <summary>Turns a place inside a section into a place inside the file.</summary>
        private int Within(Section section, int offset, int length)
            => offset >= 0 && length <= section.Size && offset <= section.Size - length
                ? WithinFile(section.Offset, (ulong)section.Size, "section") + offset
                : throw new InvalidDataException("an entry lies outside its section.");

        private int WithinFile(ulong offset, ulong length, string what)
            => length <= (ulong)_image.Length && offset <= (ulong)_image.Length - length
                ? (int)offset
                : throw new InvalidDataException($"it is truncated: a {what} ends after the file's {_image.Length} bytes.");

        /// <summary>An unsigned 32-bit offset. The file's bounds are far below 2^31, so a larger one is wrong in any case.</summary>
        private int ReadOffset(int position)
        {
            uint value = ReadUInt32(position);
            return value <= (uint)_image.Length
                ? (int)value : throw new InvalidDataException($"it holds an offset of {value}, beyond its end.");
        }

        // Positions below come from Within or WithinFile, or lie in the header.
        private ushort ReadUInt16(int position) => (ushort)(_image[position] | (_image[position + 1] << 8));

        private uint ReadUInt32(int position) => ReadUInt16(position) | ((uint)ReadUInt16(position + 2) << 16);

        private ulong ReadUInt64(int position) => ReadUInt32(position) | ((ulong)ReadUInt32(position + 4) << 32);

        private void WriteUInt16(int position, ushort value)
        {
            _image[position] = (byte)value;
            _image[position + 1] = (byte)(value >> 8);
        }

        private readonly struct Section(uint type, ulong offset, ulong size, uint link)
        {
            public uint Type { get; } = type;

            public ulong Offset { get; } = offset;

            /// <summary>Size in bytes; a size beyond any file here stays beyond it.</summary>
            public int Size { get; } = (int)Math.Min(size, int.MaxValue);

            public uint Link { get; } = link;
        }
    }
}

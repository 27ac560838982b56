using System.Buffers.Binary;
using System.Text;
using Iced.Intel;

namespace NtGlass.Machine.Tests.Guest;

/// <summary>A small program for ring 3, assembled here and wrapped into a PE file: imports at 401000, code at 402000, data at 404000.</summary>
public sealed partial class GuestProgram
{
    public const uint ImageBase = 0x00400000, CodeAddress = ImageBase + CodeRva, DataAddress = ImageBase + DataRva;

    const int ImportRva = 0x1000, CodeRva = 0x2000, DataRva = 0x4000, ImageSize = 0x6000, HeaderSize = 0x400;

    readonly List<(string Dll, string Name)> imports = [];
    readonly Dictionary<string, Label> places = [];
    readonly byte[] data = new byte[ImageSize - DataRva];
    int dataUsed;

    public Assembler Code { get; } = new(32);

    /// <summary>Addresses of the places marked with <see cref="Mark"/>; known when the file is built.</summary>
    public Dictionary<string, Abi.GuestAddress> Marks { get; } = [];

    /// <summary>The cell in which the loader puts the address of a DLL's function.</summary>
    public uint Import(string dll, string name)
    {
        int index = imports.IndexOf((dll, name));
        if (index < 0) { index = imports.Count; imports.Add((dll, name)); }
        return ImageBase + ImportRva + (uint)(index * 8);
    }

    /// <summary>Room for data; the same address in every build of the file.</summary>
    public uint Data(int size)
    {
        uint address = DataAddress + (uint)dataUsed;
        dataUsed += (size + 3) & ~3;
        return address;
    }

    public uint Data(params uint[] values)
    {
        uint address = Data(values.Length * 4);
        for (int i = 0; i < values.Length; i++) Put(data, (int)(address - DataAddress) + (i * 4), values[i]);
        return address;
    }

    /// <summary>A UNICODE_STRING with its text.</summary>
    public uint UnicodeString(string text)
    {
        byte[] bytes = Encoding.Unicode.GetBytes(text);
        uint buffer = Data(bytes.Length);
        bytes.CopyTo(data, buffer - DataAddress);
        return Data((uint)(bytes.Length | (bytes.Length << 16)), buffer);
    }

    /// <summary>The address of a place.</summary>
    public uint AddressOf(string place) => Marks.TryGetValue(place, out Abi.GuestAddress address) ? address.Value : ImageBase;

    /// <summary>Names the next instruction.</summary>
    public void Mark(string name)
    {
        Label label = Place(name);
        Code.Label(ref label);
        places[name] = label;
    }

    public Label Place(string name)
    {
        if (!places.TryGetValue(name, out Label label)) places[name] = label = Code.CreateLabel(name);
        return label;
    }

    /// <summary>Writes the program twice: the second time the addresses of its places are known.</summary>
    public static (GuestProgram Program, byte[] File) Build(Action<GuestProgram> write)
    {
        GuestProgram draft = new(), program = new();
        write(draft);
        draft.Build();
        foreach ((string name, Abi.GuestAddress address) in draft.Marks) program.Marks[name] = address;
        write(program);
        return (program, program.Build());
    }

    byte[] Build()
    {
        EmitGates();
        byte[] file = new byte[ImageSize];
        using MemoryStream code = new();
        AssemblerResult result = Code.Assemble(new StreamCodeWriter(code), CodeAddress, BlockEncoderOptions.ReturnNewInstructionOffsets);
        foreach ((string name, Label label) in places) Marks[name] = new Abi.GuestAddress((uint)result.GetLabelRIP(label));
        code.ToArray().CopyTo(file, CodeRva);
        data.CopyTo(file, DataRva);
        WriteHeaders(file);
        WriteImports(file);
        return file;
    }

    static void WriteHeaders(byte[] file)
    {
        const int Pe = 0x80, Optional = Pe + 24, Section = Optional + 0xE0;
        "MZ"u8.CopyTo(file);
        Put(file, 0x3C, Pe);
        "PE\0\0"u8.CopyTo(file.AsSpan(Pe));
        Put(file, Pe + 4, 0x0001014C);                               // i386, one section
        Put(file, Pe + 20, 0x010F00E0);                              // optional header size, executable without relocations
        Put(file, Optional, 0x10B);
        Put(file, Optional + 16, CodeRva);
        Put(file, Optional + 28, ImageBase);
        Put(file, Optional + 32, 0x1000);
        Put(file, Optional + 36, 0x200);
        Put(file, Optional + 40, 4);
        Put(file, Optional + 48, 4);
        Put(file, Optional + 56, ImageSize);
        Put(file, Optional + 60, HeaderSize);
        Put(file, Optional + 68, 3);                                 // console
        Put(file, Optional + 72, 0x100000);
        Put(file, Optional + 76, 0x10000);
        Put(file, Optional + 80, 0x100000);
        Put(file, Optional + 84, 0x1000);
        Put(file, Optional + 92, 16);
        Put(file, Optional + 104, ImportRva + 0x400);
        Put(file, Optional + 108, 0x200);
        "all"u8.CopyTo(file.AsSpan(Section));
        Put(file, Section + 8, ImageSize - ImportRva);
        Put(file, Section + 12, ImportRva);
        Put(file, Section + 16, ImageSize - ImportRva);
        Put(file, Section + 20, ImportRva);
        Put(file, Section + 36, 0xE0000060);
    }

    /// <summary>Each function has an import address table of its own: a cell and a zero.</summary>
    void WriteImports(byte[] file)
    {
        const int Descriptors = ImportRva + 0x400, Texts = ImportRva + 0x800;
        int text = Texts;
        for (int i = 0; i < imports.Count; i++)
        {
            int name = text;
            text += 2 + Write(file, text + 2, imports[i].Name);
            int dll = text;
            text += Write(file, text, imports[i].Dll);
            Put(file, ImportRva + (i * 8), (uint)name);
            int descriptor = Descriptors + (i * 20);
            Put(file, descriptor + 12, (uint)dll);
            Put(file, descriptor + 16, (uint)(ImportRva + (i * 8)));
        }
    }

    static int Write(byte[] file, int at, string text)
    {
        Encoding.ASCII.GetBytes(text + '\0').CopyTo(file, at);
        return (text.Length + 2) & ~1;
    }

    static void Put(byte[] bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
}

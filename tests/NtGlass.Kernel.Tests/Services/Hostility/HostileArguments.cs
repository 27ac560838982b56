using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel.Tests;

/// <summary>Chooses arguments that hurt: by the kind of a parameter most of the time, anything else now and then.</summary>
sealed class HostileArguments(HostileWorld world, Random random)
{
    static readonly uint[] Numbers =
        [0, 1, 2, 3, 4, 5, 7, 8, 12, 16, 24, 31, 32, 64, 0xFF, 0x100, 0x1000, 0x2000, 0x3000, 0x8000, 0xFFFF, 0x10000, 0x100000, 0x1000000,
            0x20000000, 0x7FFF0000, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFF0000, 0xFFFFFFF0, 0xFFFFFFFE, 0xFFFFFFFF, 0x1F0FFF, 0x2000000, 0xC0000005];

    /// <summary>Controls of volumes, pipes, consoles, sockets and other devices.</summary>
    static readonly uint[] Controls =
        [0x90000, 0x90014, 0x90018, 0x9001C, 0x90020, 0x90028, 0x9002C, 0x9003C, 0x90078, 0x9009C, 0x900A4, 0x900A8, 0x900AC, 0x900C0, 0x900C4, 0x940CF,
            0x980C8, 0x981788, 0x9C040, 0x110004, 0x110008, 0x110018, 0x11001C, 0x110024, 0x110030, 0x11400C, 0x11C017, 0x12003, 0x12007, 0x1200B,
            0x12010, 0x12017, 0x1201F, 0x12023, 0x12024, 0x1202B, 0x1202F, 0x12033, 0x12037, 0x1203B, 0x12043, 0x12047, 0x12083, 0x12087, 0x1208B,
            0x120320, 0x120324, 0x12032C, 0x120330, 0x120334, 0x120338, 0x120344, 0x120368, 0x1203A8, 0x500044, 0x50004C, 0x500050, 0x500054, 0x500058,
            0x50005C, 0x5000CC, 0x5000F0, 0x504000, 0x504028, 0x50402C, 0x504030, 0x504038, 0x50403C, 0x504044, 0x504060, 0x504064, 0x504080, 0x504088,
            0x508004, 0x508034, 0x508040, 0x508048, 0x508078, 0x50807C, 0x508084, 0x50808C, 0x508090, 0x508094, 0x508098, 0x6D0008, 0x6D4084, 0x4D0008,
            0x2D0800, 0x2D1080, 0x2D4800, 0x70000, 0x70024, 0x700A0, 0x7405C, 0x120012, 0x120016, 0x12001B, 0x12001F, 0x120040];

    static readonly uint[] Addresses =
        [0, 1, 4, 0xFFFF, 0x10000, 0x7FFDF000, 0x7FFD5000, 0x7FFE0000, 0x7FFEFFFC, 0x7FFEFFFE, 0x7FFF0000, 0x7FFFFFFF, 0x80000000, 0x804D7000, 0x81000000,
            0xC0000000, 0xF8001000, 0xFFDF0000, 0xFFDFF000, 0xFFFFFFFC, 0xFFFFFFFF, 0x66660000];

    static readonly string[] Names =
        [@"\BaseNamedObjects\hostile", @"\BaseNamedObjects\hostile\x", @"\BaseNamedObjects\link", @"\??\C:\hostile.txt", @"\??\C:\hostile.txt:stream",
            @"\??\C:\..\..\etc\passwd", @"\??\C:\a\..\..\b", @"\Device\Null", @"\Device\HarddiskVolume1", @"\", "", @"\\\", @"\??\", @"\??\CON", @"\Device\NamedPipe\x",
            @"\??\PIPE\x", @"\??\GLOBALROOT\??\GLOBALROOT", @"\Registry\Machine\Software", @"\KernelObjects", @"x\y", "\0\0\0", @"\??\C:\*?<>|", new string('a', 400), @"\" + new string('\\', 300)];

    const int ScratchBytes = 0x8000;

    KernelBench Bench => world.Bench;

    public uint[] Choose(ServiceThunk service)
    {
        var arguments = new List<uint>();
        foreach (ServiceThunkParameter parameter in service.Parameters)
            for (int i = 0; i < parameter.Dwords; i++) arguments.Add(Choose(parameter));
        return [.. arguments];
    }

    uint Choose(ServiceThunkParameter parameter)
    {
        if (random.Next(10) == 0) return Anything();
        if (parameter.Name.EndsWith("ControlCode", StringComparison.Ordinal)) return Controls[random.Next(Controls.Length)];
        return parameter.Name.EndsWith("Length", StringComparison.Ordinal) && random.Next(2) == 0 ? (uint)random.Next(0x400) : OfType(parameter.Type);
    }

    /// <summary>Fills the guest's scratch memory with structures that nearly make sense.</summary>
    public void Stir()
    {
        uint start = Bench.Scratch.Value + 0x10000;
        byte[] bytes = new byte[ScratchBytes];
        Span<uint> dwords = MemoryMarshal.Cast<byte, uint>(bytes.AsSpan());
        for (int i = 0; i < dwords.Length; i++) dwords[i] = random.Next(4) == 0 ? Anything() : Small();
        for (int at = 0; at < ScratchBytes - 0x1000; at += 0x400) PlaceName(bytes, start, at);
        Bench.Process.Memory.Write(new GuestAddress(start), bytes);
    }

    /// <summary>OBJECT_ATTRIBUTES, the string it points to and its characters.</summary>
    void PlaceName(byte[] bytes, uint start, int at)
    {
        string name = Names[random.Next(Names.Length)];
        byte[] text = Encoding.Unicode.GetBytes(name);
        int textAt = at + 0x80;
        text.AsSpan(0, Math.Min(text.Length, 0x340)).CopyTo(bytes.AsSpan(textAt));
        uint[] attributes =
        [
            0x18, random.Next(3) == 0 ? SomeHandle() : 0, start + (uint)at + 0x20, random.Next(4) == 0 ? Numbers[random.Next(Numbers.Length)] : 0x40u,
            random.Next(3) == 0 ? Pointer() : 0, random.Next(3) == 0 ? Pointer() : 0,
        ];
        MemoryMarshal.AsBytes(attributes.AsSpan()).CopyTo(bytes.AsSpan(at));
        uint length = random.Next(20) == 0 ? 0xFFFE : (uint)Math.Min(text.Length, 0x340);
        uint[] unicodeString = [length | length << 16, random.Next(20) == 0 ? Pointer() : start + (uint)textAt];
        MemoryMarshal.AsBytes(unicodeString.AsSpan()).CopyTo(bytes.AsSpan(at + 0x20));
    }

    uint OfType(string type) => type switch
    {
        _ when type.Contains("Handle", StringComparison.Ordinal) && !type.StartsWith("Out", StringComparison.Ordinal) => SomeHandle(),
        _ when type.StartsWith("In<", StringComparison.Ordinal) || type.StartsWith("Out<", StringComparison.Ordinal)
            || type.StartsWith("InOut<", StringComparison.Ordinal) || type is "UserBuffer" or "GuestAddress" => Pointer(),
        "bool" => (uint)random.Next(2),
        _ => Small(),
    };

    uint Anything() => random.Next(4) switch
    {
        0 => Numbers[random.Next(Numbers.Length)],
        1 => Pointer(),
        2 => SomeHandle(),
        _ => (uint)random.NextInt64(),
    };

    uint Small() => random.Next(3) == 0 ? Numbers[random.Next(Numbers.Length)] : (uint)random.Next(64);

    uint SomeHandle() => random.Next(8) switch
    {
        0 => 0xFFFFFFFF - (uint)random.Next(7),
        1 => Numbers[random.Next(Numbers.Length)],
        _ => 4 * (uint)random.Next(1, 48),
    };

    uint Pointer() => random.Next(8) switch
    {
        0 => Addresses[random.Next(Addresses.Length)],
        1 => Bench.Scratch.Value + 0x20000 - (uint)random.Next(1, 40),
        2 => Bench.Scratch.Value + 0x10000 + (uint)random.Next(ScratchBytes),
        _ => Bench.Scratch.Value + 0x10000 + (uint)random.Next(28) * 0x400 + (random.Next(2) == 0 ? 0x20u : 0),
    };
}

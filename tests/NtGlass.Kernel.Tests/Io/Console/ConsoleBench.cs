using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>A process that is attached to the console as Wine's kernelbase attaches, with its two ends open.</summary>
sealed class ConsoleBench : IDisposable
{
    public const uint GetMode = 0x504000, SetMode = 0x508004, ReadConsole = 0x504028, ReadFile = 0x50402C, ReadInput = 0x504030,
        WriteInput = 0x508034, Peek = 0x504038, GetInputInfo = 0x50403C, SetInputInfo = 0x508040, GetTitle = 0x504044, SetTitle = 0x508048,
        GetProcessList = 0x50005C, ReadConsoleControl = 0x504060, GetInputCount = 0x504064, WriteConsole = 0x508078, WriteFile = 0x50807C,
        ReadOutput = 0x504080, WriteOutput = 0x508084, GetOutputInfo = 0x504088, SetOutputInfo = 0x50808C, Activate = 0x508090,
        FillOutput = 0x508094, Scroll = 0x508098;

    const uint AllAccess = 0x12019F, OpenExisting = 1, Synchronous = 0x20;

    readonly uint block;

    public ConsoleBench(InMemoryConsole? console = null)
    {
        Host = console ?? new InMemoryConsole();
        Guest = new GuestBench(console: Host);
        block = Guest.Take(8);
        uint server = Open(@"\Device\ConDrv\Server");
        Reference = Open("Reference", server);
        Connection = Open("Connection", Reference);
        Input = Open(@"\Device\ConDrv\Input");
        Output = Open(@"\Device\ConDrv\Output");
    }

    public InMemoryConsole Host { get; }

    public GuestBench Guest { get; }

    public uint Reference { get; }

    public uint Connection { get; }

    public uint Input { get; }

    public uint Output { get; }

    /// <summary>The bytes that the last request gave.</summary>
    public uint Information => Guest.Read32(block + 4);

    public NtStatus TryOpen(string name, out uint handle, uint root = 0)
    {
        uint target = Guest.Take(4);
        NtStatus status = Guest.Call("NtCreateFile", target, AllAccess, Guest.Attributes(name, root), block, 0, 0x80, 7, OpenExisting, Synchronous, 0, 0);
        handle = Guest.Read32(target);
        return status;
    }

    public uint Open(string name, uint root = 0)
    {
        Assert.Equal(NtStatus.Success, TryOpen(name, out uint handle, root));
        return handle;
    }

    public NtStatus Control(uint handle, uint code, ReadOnlySpan<byte> input, int outputBytes, out byte[] output)
    {
        uint given = input.IsEmpty ? 0 : Guest.Put(input), answer = outputBytes == 0 ? 0 : Guest.Take(outputBytes);
        NtStatus status = Guest.Call(
            "NtDeviceIoControlFile", handle, 0, 0, 0, block, code, given, (uint)input.Length, answer, (uint)outputBytes);
        output = status == NtStatus.Success ? Guest.Read(answer, (int)Math.Min(Information, (uint)outputBytes)) : [];
        return status;
    }

    public byte[] Ask(uint handle, uint code, int outputBytes, params ReadOnlySpan<byte> input)
    {
        Assert.Equal(NtStatus.Success, Control(handle, code, input, outputBytes, out byte[] output));
        return output;
    }

    public void Tell(uint handle, uint code, params ReadOnlySpan<byte> input) => Ask(handle, code, 0, input);

    public void Write(string text) => Tell(Output, WriteConsole, MemoryMarshal.AsBytes(text.AsSpan()));

    public string ReadLine(int characters = 200) => Encoding.Unicode.GetString(Ask(Input, ReadConsole, characters * 2));

    /// <summary>The cursor's column and row.</summary>
    public (int X, int Y) Cursor
    {
        get
        {
            byte[] info = Ask(Output, GetOutputInfo, 200);
            return (BitConverter.ToInt16(info, 4), BitConverter.ToInt16(info, 6));
        }
    }

    public void SetOutputMode(uint mode) => Tell(Output, SetMode, BitConverter.GetBytes(mode));

    public void SetInputMode(uint mode) => Tell(Input, SetMode, BitConverter.GetBytes(mode));

    /// <summary>The characters of a row without the spaces at its end.</summary>
    public string Row(int y, int width = 80)
    {
        byte[] cells = Ask(Output, ReadOutput, width * 2, Fields(0, y, 0, 0));
        return Encoding.Unicode.GetString(cells).TrimEnd();
    }

    public static byte[] Fields(params ReadOnlySpan<int> values) => MemoryMarshal.AsBytes(values).ToArray();

    public void Dispose() => Guest.Dispose();
}

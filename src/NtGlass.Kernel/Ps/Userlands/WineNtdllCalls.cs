using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The calls that ntdll makes of its own.</summary>
static class WineNtdllCalls
{
    const int LongestDebugText = 4096;

    /// <summary>Prints debug output: a pointer to text and its length.</summary>
    /// <returns>How many bytes were taken.</returns>
    public static NtStatus DebugWrite(KThread caller, UserBuffer args)
    {
        Span<uint> text = stackalloc uint[2];
        args.Read(caller, MemoryMarshal.AsBytes(text));
        byte[] bytes = new byte[Math.Min(text[1], LongestDebugText)];
        new UserBuffer(new GuestAddress(text[0])).Read(caller, bytes);
        caller.Kernel.Observer?.DebugPrint(caller.Process.ProcessId, Encoding.UTF8.GetString(bytes));
        return new NtStatus(text[1]);
    }

    /// <summary>Tells the time between clock interrupts too: a pointer to 64 bits.</summary>
    /// <returns>STATUS_SUCCESS.</returns>
    public static NtStatus SystemTimePrecise(KThread caller, UserBuffer args)
    {
        args.Write(caller, BitConverter.GetBytes(caller.Kernel.Host.Clock.UtcNow100ns));
        return NtStatus.Success;
    }
}

namespace NtGlass.Cpu.Host;

/// <summary>The part of the host's address space that holds all translated code of all processors, so that one signal handler knows it.</summary>
internal static unsafe class CodeArena
{
    public const int SliceBytes = 64 << 20;
    const int Slices = 512;

    static readonly Lock Gate = new();
    static readonly Stack<int> Free = new(Enumerable.Range(0, Slices).Reverse());

    public static byte* Start { get; } = HostCalls.Reserve(Length);

    public static nuint Length => unchecked((nuint)SliceBytes * Slices);

    public static byte* Take()
    {
        lock (Gate)
        {
            if (!Free.TryPop(out int slice)) throw new InvalidOperationException($"More than {Slices} processors at once.");
            byte* start = Start + (long)slice * SliceBytes;
            HostCalls.Renew(start, SliceBytes, HostCalls.ReadWriteExecute);
            return start;
        }
    }

    public static void Return(byte* start)
    {
        lock (Gate)
        {
            HostCalls.Renew(start, SliceBytes, HostCalls.None);
            Free.Push((int)((start - Start) / SliceBytes));
        }
    }
}

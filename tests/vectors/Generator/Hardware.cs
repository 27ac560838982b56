using System.Diagnostics;
using System.Runtime.InteropServices;
using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>One process of the oracle; oracle/protocol.h has what is said.</summary>
internal sealed class Hardware : IDisposable
{
    private const int StateSize = 8 * 4 + 4 + 4 + 6 * 2 + 512;
    private readonly Process _process;
    private readonly BinaryWriter _requests;
    private readonly BinaryReader _replies;

    public Hardware(string path)
    {
        _process = Process.Start(new ProcessStartInfo(path) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{path} did not start.");
        _requests = new BinaryWriter(new BufferedStream(_process.StandardInput.BaseStream, 1 << 16));
        _replies = new BinaryReader(new BufferedStream(_process.StandardOutput.BaseStream, 1 << 16));
        _requests.Write(InitialState.FillCount);
        for (int i = 0; i < InitialState.FillCount; i++) _requests.Write(InitialState.Fill(i));
        _requests.Flush();
    }

    /// <summary>The results of the cases, in their order.</summary>
    public List<HardwareResult> Run(IReadOnlyList<HardwareCase> cases)
    {
        Task sending = Task.Run(() =>
        {
            foreach (HardwareCase @case in cases) Send(@case);
            _requests.Flush();
        });
        List<HardwareResult> results = [.. cases.Select(_ => Receive())];
        sending.GetAwaiter().GetResult();
        return results;
    }

    public void Dispose()
    {
        _requests.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Send(HardwareCase @case)
    {
        _requests.Write(@case.CodeOffset);
        _requests.Write(@case.Code.Length);
        _requests.Write(@case.Fill);
        _requests.Write(@case.Patches.Count);
        _requests.Write(MemoryMarshal.AsBytes(@case.Initial.Registers.AsSpan()));
        _requests.Write(0);
        _requests.Write(@case.Initial.Eflags);
        _requests.Write(stackalloc byte[12]);
        _requests.Write(@case.Initial.Fx);
        _requests.Write(@case.Code);
        foreach (ByteRun patch in @case.Patches)
        {
            _requests.Write(patch.Offset);
            _requests.Write(patch.Bytes.Length);
            _requests.Write(patch.Bytes);
        }
    }

    private HardwareResult Receive()
    {
        int vector = _replies.ReadInt32();
        uint errorCode = _replies.ReadUInt32();
        uint cr2 = _replies.ReadUInt32();
        int runs = _replies.ReadInt32();
        ReadOnlySpan<byte> state = _replies.ReadBytes(StateSize);
        List<ByteRun> changes = new(runs);
        for (int i = 0; i < runs; i++)
        {
            int offset = _replies.ReadInt32();
            changes.Add(new ByteRun(offset, _replies.ReadBytes(_replies.ReadInt32())));
        }
        return new HardwareResult(vector, errorCode, cr2, StateOf(state), changes);
    }

    private static CpuState StateOf(ReadOnlySpan<byte> bytes) => new()
    {
        Registers = MemoryMarshal.Cast<byte, uint>(bytes[..32]).ToArray(),
        Eip = MemoryMarshal.Read<uint>(bytes[32..]),
        Eflags = MemoryMarshal.Read<uint>(bytes[36..]),
        Segments = MemoryMarshal.Cast<byte, ushort>(bytes[40..52]).ToArray(),
        Fx = bytes[52..564].ToArray(),
    };
}

/// <summary>What the oracle needs to know of a case.</summary>
internal sealed record HardwareCase(byte[] Code, int CodeOffset, int Fill, IReadOnlyList<ByteRun> Patches, CpuState Initial);

/// <summary>What one oracle reports of a case.</summary>
internal sealed record HardwareResult(int Exception, uint ErrorCode, uint FaultAddress, CpuState State, List<ByteRun> Changes)
{
    private const int PageFault = 14;
    private const int FirstPseudoVector = 0x100;

    /// <summary>The case ended in an exception of the processor, not in a time-out or a system call.</summary>
    public bool IsException => Exception < FirstPseudoVector;

    /// <summary>Everything a vector compares is the same.</summary>
    public bool Agrees(HardwareResult other) =>
        Exception == other.Exception && ErrorCode == other.ErrorCode
        && (Exception != PageFault || FaultAddress == other.FaultAddress)
        && State.Eip == other.State.Eip && State.Eflags == other.State.Eflags
        && State.Registers.AsSpan().SequenceEqual(other.State.Registers)
        && State.Segments.AsSpan().SequenceEqual(other.State.Segments)
        && State.Fx.AsSpan(0, 5).SequenceEqual(other.State.Fx.AsSpan(0, 5))
        && State.Fx.AsSpan(24, 264).SequenceEqual(other.State.Fx.AsSpan(24, 264))
        && Changes.Count == other.Changes.Count
        && Changes.Zip(other.Changes).All(pair => pair.First.Offset == pair.Second.Offset && pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes));
}

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>One vector's bytes in a vector file: each state as its difference from the one it follows.</summary>
internal static class VectorRecord
{
    private const byte UsesFx = 1;
    private const byte FaultPageOnly = 2;

    public static Vector Read(BinaryReader reader, string className)
    {
        byte[] code = reader.ReadBytes(reader.Read7BitEncodedInt());
        int codeOffset = reader.ReadUInt16();
        uint seed = reader.ReadUInt32();
        int fill = reader.ReadByte();
        byte options = reader.ReadByte();
        bool usesFx = (options & UsesFx) != 0;
        CpuState initial = ReadState(reader, SeededState(seed, usesFx, VectorMemory.CodeAddress + (uint)codeOffset));
        IReadOnlyList<ByteRun> patches = ReadRuns(reader);
        return new Vector
        {
            Class = className,
            Code = code,
            CodeOffset = codeOffset,
            Seed = seed,
            Fill = fill,
            UsesFx = usesFx,
            Initial = initial,
            Patches = patches,
            Expected = ReadExpectation(reader, initial, (options & FaultPageOnly) != 0),
        };
    }

    public static void Write(BinaryWriter writer, Vector vector)
    {
        writer.Write7BitEncodedInt(vector.Code.Length);
        writer.Write(vector.Code);
        writer.Write((ushort)vector.CodeOffset);
        writer.Write(vector.Seed);
        writer.Write((byte)vector.Fill);
        writer.Write((byte)((vector.UsesFx ? UsesFx : 0) | (vector.Expected.IsFaultPageOnly ? FaultPageOnly : 0)));
        WriteState(writer, SeededState(vector.Seed, vector.UsesFx, vector.CodeAddress), vector.Initial);
        WriteRuns(writer, vector.Patches);
        VectorExpectation expected = vector.Expected;
        writer.Write((byte)expected.Exception);
        writer.Write7BitEncodedInt((int)expected.ErrorCode);
        writer.Write(expected.FaultAddress);
        WriteState(writer, vector.Initial, expected.State);
        WriteRuns(writer, expected.Changes);
        writer.Write7BitEncodedInt((int)expected.UndefinedFlags);
        WriteIgnored(writer, expected.IgnoredMemory);
        WriteIgnored(writer, expected.IgnoredFx);
        writer.Write((byte)expected.Tolerance);
    }

    /// <summary>The state that a vector's seed gives, before what the vector itself says.</summary>
    internal static CpuState SeededState(uint seed, bool usesFx, uint eip) => new()
    {
        Registers = InitialState.Registers(seed),
        Fx = usesFx ? InitialState.Fx(seed) : new byte[512],
        Eip = eip,
        Eflags = 0x202,
    };

    private static VectorExpectation ReadExpectation(BinaryReader reader, CpuState initial, bool isFaultPageOnly) => new()
    {
        IsFaultPageOnly = isFaultPageOnly,
        Exception = reader.ReadByte(),
        ErrorCode = (uint)reader.Read7BitEncodedInt(),
        FaultAddress = reader.ReadUInt32(),
        State = ReadState(reader, initial),
        Changes = ReadRuns(reader),
        UndefinedFlags = (uint)reader.Read7BitEncodedInt(),
        IgnoredMemory = ReadIgnored(reader),
        IgnoredFx = ReadIgnored(reader),
        Tolerance = reader.ReadByte(),
    };

    private static CpuState ReadState(BinaryReader reader, CpuState previous)
    {
        CpuState state = new()
        {
            Registers = [.. previous.Registers],
            Segments = [.. previous.Segments],
            Fx = [.. previous.Fx],
            Eip = previous.Eip + (uint)reader.Read7BitEncodedInt(),
            Eflags = previous.Eflags ^ (uint)reader.Read7BitEncodedInt(),
        };
        int changed = reader.Read7BitEncodedInt();
        for (int i = 0; i < 8; i++)
            if ((changed >> i & 1) != 0) state.Registers[i] = reader.ReadUInt32();
        for (int i = 0; i < 6; i++)
            if ((changed >> (8 + i) & 1) != 0) state.Segments[i] = reader.ReadUInt16();
        foreach (ByteRun run in ReadRuns(reader)) run.Bytes.CopyTo(state.Fx, run.Offset);
        return state;
    }

    private static void WriteState(BinaryWriter writer, CpuState previous, CpuState state)
    {
        writer.Write7BitEncodedInt((int)(state.Eip - previous.Eip));
        writer.Write7BitEncodedInt((int)(state.Eflags ^ previous.Eflags));
        int changed = 0;
        for (int i = 0; i < 8; i++)
            if (state.Registers[i] != previous.Registers[i]) changed |= 1 << i;
        for (int i = 0; i < 6; i++)
            if (state.Segments[i] != previous.Segments[i]) changed |= 1 << (8 + i);
        writer.Write7BitEncodedInt(changed);
        for (int i = 0; i < 8; i++)
            if ((changed >> i & 1) != 0) writer.Write(state.Registers[i]);
        for (int i = 0; i < 6; i++)
            if ((changed >> (8 + i) & 1) != 0) writer.Write(state.Segments[i]);
        WriteRuns(writer, Changes(previous.Fx, state.Fx));
    }

    private static List<ByteRun> Changes(byte[] previous, byte[] current)
    {
        List<ByteRun> runs = [];
        for (int from = 0; from < current.Length; from++)
        {
            if (current[from] == previous[from]) continue;
            int to = from + 1;
            for (int i = to; i < current.Length && i < to + 3; i++)
                if (current[i] != previous[i]) to = i + 1;
            runs.Add(new ByteRun(from, current[from..to]));
            from = to;
        }
        return runs;
    }

    private static List<ByteRun> ReadRuns(BinaryReader reader)
    {
        int count = reader.Read7BitEncodedInt();
        List<ByteRun> runs = new(count);
        for (int i = 0; i < count; i++)
        {
            int offset = reader.Read7BitEncodedInt();
            runs.Add(new ByteRun(offset, reader.ReadBytes(reader.Read7BitEncodedInt())));
        }
        return runs;
    }

    private static void WriteRuns(BinaryWriter writer, IReadOnlyList<ByteRun> runs)
    {
        writer.Write7BitEncodedInt(runs.Count);
        foreach (ByteRun run in runs)
        {
            writer.Write7BitEncodedInt(run.Offset);
            writer.Write7BitEncodedInt(run.Bytes.Length);
            writer.Write(run.Bytes);
        }
    }

    private static List<IgnoredRun> ReadIgnored(BinaryReader reader)
    {
        int count = reader.Read7BitEncodedInt();
        List<IgnoredRun> runs = new(count);
        for (int i = 0; i < count; i++) runs.Add(new IgnoredRun(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        return runs;
    }

    private static void WriteIgnored(BinaryWriter writer, IReadOnlyList<IgnoredRun> runs)
    {
        writer.Write7BitEncodedInt(runs.Count);
        foreach (IgnoredRun run in runs)
        {
            writer.Write7BitEncodedInt(run.Offset);
            writer.Write7BitEncodedInt(run.Length);
        }
    }
}

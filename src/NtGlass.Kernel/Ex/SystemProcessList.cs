using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>SYSTEM_PROCESS_INFORMATION of all processes, with their threads.</summary>
static class SystemProcessList
{
    const int ProcessSize = 0xB8, ThreadSize = 0x40, ExtendedThreadSize = 0x60;
    const byte UserRequestWait = 6;

    /// <param name="kernel">Whose processes are listed.</param>
    /// <param name="target">Where the caller wants the list: the names' pointers refer to it.</param>
    /// <param name="extended">SYSTEM_EXTENDED_THREAD_INFORMATION for the threads.</param>
    public static byte[] Build(NtKernel kernel, GuestAddress target, bool extended)
    {
        var list = new MemoryStream();
        EProcess[] processes = [.. kernel.Processes.All];
        foreach (EProcess process in processes)
        {
            byte[] entry = Entry(process, target + (uint)list.Length, extended);
            if (process != processes[^1]) BitConverter.TryWriteBytes(entry, entry.Length);
            list.Write(entry);
        }
        return list.ToArray();
    }

    /// <summary>The list that SYSTEM_SESSION_PROCESS_INFORMATION points to: there is one session, number 0.</summary>
    /// <returns>STATUS_INFO_LENGTH_MISMATCH for the head or the list, STATUS_SUCCESS.</returns>
    public static NtStatus OfSession(QueryAnswer answer)
    {
        const int HeadSize = 0x0C;
        if (answer.Length < HeadSize) return NtStatus.InfoLengthMismatch;
        uint session = new In<uint>(answer.Buffer.Address).Read(answer.Caller);
        uint length = new In<uint>(answer.Buffer.Slice(4).Address).Read(answer.Caller);
        var buffer = new UserBuffer(new GuestAddress(new In<uint>(answer.Buffer.Slice(8).Address).Read(answer.Caller)));
        buffer.ProbeForWrite(answer.Caller, length, alignment: 4);
        if (session != 0) return NtStatus.Success;
        return new QueryAnswer(answer.Caller, buffer, length, answer.ReturnLength).AtLeast(Build(answer.Caller.Kernel, buffer.Address, extended: false));
    }

    static byte[] Entry(EProcess process, GuestAddress start, bool extended)
    {
        int threadSize = extended ? ExtendedThreadSize : ThreadSize;
        int nameAt = ProcessSize + process.Threads.Count * threadSize;
        int nameBytes = process.ImageFileName.Length * 2;
        long unit = process.Kernel.Clock.Increment100ns;
        uint size = process.Vads.All.Aggregate(0u, (sum, vad) => sum + vad.PageCount * GuestAddress.PageSize);
        var record = new GuestRecord((nameAt + nameBytes + 2 + 7) & ~7)
            .Set(0x04, (uint)process.Threads.Count)
            .Set(0x20, process.CreateTime100ns)
            .Set(0x28, process.Threads.Sum(thread => thread.Struct.UserTime) * unit)
            .Set(0x30, process.Threads.Sum(thread => thread.Struct.KernelTime) * unit)
            .Set(0x38, (ushort)nameBytes).Set(0x3A, (ushort)(nameBytes + 2)).Set(0x3C, (start + (uint)nameAt).Value)
            .Set(0x40, (uint)process.BasePriority)
            .Set(0x44, process.ProcessId).Set(0x48, process.ParentProcessId)
            .Set(0x4C, (uint)process.Handles.Count)
            .Set(0x58, size).Set(0x5C, size).Set(0x64, size).Set(0x68, size)
            .Set(nameAt, MemoryMarshal.AsBytes(process.ImageFileName.AsSpan()));
        for (int i = 0; i < process.Threads.Count; i++)
        {
            int at = ProcessSize + i * threadSize;
            Put(record, at, process.Threads[i], unit);
            if (extended) PutExtension(record, at + ThreadSize, process.Threads[i]);
        }
        return record.Bytes;
    }

    static void Put(GuestRecord record, int at, KThread thread, long unit) => record
        .Set(at, thread.Struct.KernelTime * unit)
        .Set(at + 0x08, thread.Struct.UserTime * unit)
        .Set(at + 0x10, thread.CreateTime100ns)
        .Set(at + 0x1C, thread.Struct.StartAddress.Value)
        .Set(at + 0x20, thread.Process.ProcessId).Set(at + 0x24, thread.ThreadId)
        .Set(at + 0x28, (uint)thread.Priority).Set(at + 0x2C, (uint)thread.BasePriority)
        .Set(at + 0x30, thread.Struct.ContextSwitches)
        .Set(at + 0x34, (uint)thread.State)
        .Set(at + 0x38, thread.State == ThreadState.Waiting ? (uint)UserRequestWait : 0);

    static void PutExtension(GuestRecord record, int at, KThread thread) => record
        .Set(at, thread.Struct.StackBase.Value).Set(at + 4, thread.Struct.StackLimit.Value)
        .Set(at + 8, thread.Struct.StartAddress.Value).Set(at + 0xC, thread.Teb.Value);
}

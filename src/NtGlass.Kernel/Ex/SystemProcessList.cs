using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>SYSTEM_PROCESS_INFORMATION of all processes, with their threads.</summary>
static class SystemProcessList
{
    const int ProcessSize = 0xB8, ThreadSize = 0x40;
    const byte UserRequestWait = 6;

    /// <param name="target">Where the caller wants the list: the names' pointers refer to it.</param>
    public static byte[] Build(NtKernel kernel, GuestAddress target)
    {
        var list = new MemoryStream();
        EProcess[] processes = [.. kernel.Processes.All];
        foreach (EProcess process in processes)
        {
            byte[] entry = Entry(process, target + (uint)list.Length);
            if (process != processes[^1]) BitConverter.TryWriteBytes(entry, entry.Length);
            list.Write(entry);
        }
        return list.ToArray();
    }

    static byte[] Entry(EProcess process, GuestAddress start)
    {
        int nameAt = ProcessSize + process.Threads.Count * ThreadSize;
        int nameBytes = process.ImageFileName.Length * 2;
        long unit = process.Kernel.Clock.Increment100ns;
        var record = new GuestRecord((nameAt + nameBytes + 2 + 7) & ~7)
            .Set(0x04, (uint)process.Threads.Count)
            .Set(0x20, process.CreateTime100ns)
            .Set(0x28, process.Threads.Sum(thread => thread.Struct.UserTime) * unit)
            .Set(0x30, process.Threads.Sum(thread => thread.Struct.KernelTime) * unit)
            .Set(0x38, (ushort)nameBytes).Set(0x3A, (ushort)(nameBytes + 2)).Set(0x3C, (start + (uint)nameAt).Value)
            .Set(0x40, (uint)process.BasePriority)
            .Set(0x44, process.ProcessId).Set(0x48, process.ParentProcessId)
            .Set(0x4C, (uint)process.Handles.Count)
            .Set(nameAt, MemoryMarshal.AsBytes(process.ImageFileName.AsSpan()));
        for (int i = 0; i < process.Threads.Count; i++) Put(record, ProcessSize + i * ThreadSize, process.Threads[i], unit);
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
}

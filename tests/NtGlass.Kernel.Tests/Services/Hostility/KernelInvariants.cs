using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>What holds in the kernel between two calls, whatever the guest has done.</summary>
static class KernelInvariants
{
    public static void Check(NtKernel kernel)
    {
        Handles(kernel);
        foreach (EProcess process in kernel.Processes.All)
        {
            Assert.False(process.HasExited);
            Vads(process);
            Assert.All(process.Threads, thread => Assert.NotEqual(ThreadState.Terminated, thread.State));
            Assert.All(process.Threads, thread => Assert.Equal(thread.State == ThreadState.Waiting, thread.Wait is not null && thread.WaitStatus is null && thread.State == ThreadState.Waiting));
        }
        Names(kernel.Namespace.Root, [], depth: 0);
        Assert.InRange(kernel.System.Frames.UsedFrames, 0, (int)(kernel.System.Frames.ByteLimit / 0x1000));
        if (kernel.Dispatcher.Current is { } current) Assert.Contains(current.State, new[] { ThreadState.Running, ThreadState.Terminated, ThreadState.Waiting, ThreadState.Ready, ThreadState.Transition });
    }

    /// <summary>An object's count of handles is the number of handles there are.</summary>
    static void Handles(NtKernel kernel)
    {
        foreach (IGrouping<KernelObject, HandleEntry> group in kernel.Processes.All.SelectMany(process => process.Handles.All).Select(pair => pair.Entry).GroupBy(entry => entry.Object))
        {
            Assert.Equal(group.Count(), group.Key.Header.HandleCount);
            Assert.True(group.Key.Header.PointerCount >= group.Key.Header.HandleCount, $"{group.Key.Type.Name} has fewer references than handles");
        }
    }

    static void Vads(EProcess process)
    {
        ulong end = 0;
        foreach (Vad vad in process.Vads.All)
        {
            Assert.True(vad.Start.Value >= end, $"the area at {vad.Start} lies in the one before it");
            end = vad.Start.Value + (ulong)vad.PageCount * 0x1000;
            Assert.True(end <= 0x80000000);
        }
    }

    static void Names(ObjectDirectory directory, HashSet<KernelObject> seen, int depth)
    {
        Assert.True(seen.Add(directory));
        Assert.InRange(depth, 0, 64);
        foreach ((string name, KernelObject entry) in directory.Entries)
        {
            Assert.Equal(name, entry.Header.Name);
            Assert.Same(directory, entry.Header.Directory);
            Assert.True(entry.Header.PointerCount > 0);
            if (entry is ObjectDirectory inner) Names(inner, seen, depth + 1);
        }
    }
}

using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>What a family of DLLs expects of the kernel where families differ.</summary>
public abstract class UserlandContract
{
    /// <summary>Pages of a process environment block.</summary>
    public abstract uint PebPages { get; }

    /// <summary>Pages of a thread environment block.</summary>
    public abstract uint TebPages { get; }

    /// <summary>An image that cannot lie where it prefers is made for its place by the kernel, not by ntdll's loader.</summary>
    public abstract bool RelocatesImages { get; }

    /// <summary>A zero pointer in place of NtDelayExecution's interval lets the caller wait for ever; else it is a bad pointer.</summary>
    public virtual bool TakesNullDelay => false;

    /// <summary>THREAD_BASIC_INFORMATION.Priority is the distance to the process's, as in BasePriority; else the priority now.</summary>
    public virtual bool TellsRelativePriority => false;

    /// <summary>What a thread's base priority reads, and less than zero, when it is to lie at the end of its process's range.</summary>
    public virtual int PrioritySaturation => 16;

    /// <summary>The shared page's tick counts are milliseconds, which the DLLs take as they are; else clock ticks.</summary>
    public virtual bool CountsMilliseconds => false;

    /// <summary>The performance counter's steps in a second: those of an ACPI machine's power-management timer.</summary>
    public virtual long PerformanceFrequency => 3_579_545;

    /// <summary>The rights that a file's handle needs for an image section of it.</summary>
    public abstract uint ImageFileAccess(PageProtection protection);

    /// <summary>A file's attributes and times can be asked for and set through any handle to it, not only through one with those rights.</summary>
    public virtual bool OpensAttributesToAll => false;

    /// <summary>To watch a folder never puts the thread to sleep, not even on a synchronous file.</summary>
    public virtual bool WatchesWithoutSleep => false;

    /// <summary>Who locks a part of a file may leave the status block out.</summary>
    public virtual bool LocksWithoutStatus => false;

    /// <summary>The FILE_DEVICE_* type by which its DLLs know the volume: FILE_DEVICE_DISK.</summary>
    public virtual uint VolumeDeviceType => FileDevice.Disk;

    /// <summary>Where the kernel enters ntdll.</summary>
    /// <exception cref="MissingMethodException">ntdll does not export what the kernel needs.</exception>
    public abstract NtdllEntries FindEntries(PeImage ntdll, GuestAddress imageBase);

    /// <summary>An image's pages have come into memory and no process has them yet.</summary>
    /// <returns>Code that was added to the image, by name.</returns>
    /// <exception cref="PeFormatException">The image is not what its name says.</exception>
    /// <exception cref="MissingMethodException">The same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The same.</exception>
    public virtual IReadOnlyList<(Rva Rva, string Name)> PrepareImage(
        NtKernel kernel, VolumeNode file, PeImage image, GuestAddress imageBase, Span<byte> memory) => [];

    /// <summary>Puts into a new address space what the family needs besides the program and ntdll.</summary>
    public virtual void CompleteAddressSpace(EProcess process)
    {
    }

    /// <summary>What a process finds in its environment besides what its creator gives.</summary>
    public virtual IReadOnlyDictionary<string, string> AddedEnvironment => new Dictionary<string, string>();

    /// <summary>Bytes that the process parameters have behind XP's.</summary>
    public virtual uint AddedParameterBytes => 0;

    /// <summary>Fills the added part of the process parameters.</summary>
    public virtual void CompleteParameters(EProcess process, GuestAddress parameters, uint environmentBytes)
    {
    }

    /// <summary>Gives the first process the console and its standard handles.</summary>
    public virtual void GiveConsole(EProcess process, RtlUserProcessParameters parameters)
    {
        parameters.StandardInput = ConsoleHandles.OpenDevice(process, ConsoleStream.Input);
        parameters.StandardOutput = ConsoleHandles.OpenDevice(process, ConsoleStream.Output);
        parameters.StandardError = ConsoleHandles.OpenDevice(process, ConsoleStream.Error);
    }

    /// <summary>Fills what the common part of a process environment block lacks.</summary>
    /// <returns>STATUS_NO_MEMORY, errors of files that the family needs, STATUS_SUCCESS.</returns>
    public virtual NtStatus CompletePeb(EProcess process) => NtStatus.Success;

    /// <summary>Fills what the common part of a thread environment block lacks.</summary>
    public virtual void CompleteTeb(KThread thread)
    {
    }

    /// <summary>Makes a thread's stack.</summary>
    /// <returns>STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    public abstract NtStatus CreateStack(EProcess process, uint reserve, uint commit, out InitialTeb stack);

    /// <summary>The registers with which a process's first thread gets to the program's entry point.</summary>
    public abstract ContextRecord FirstContext(EProcess process, GuestAddress entryPoint, InitialTeb stack);

    /// <summary>The registers with which a thread of NtCreateThreadEx gets to its routine.</summary>
    public abstract ContextRecord ThreadContext(EProcess process, GuestAddress start, uint argument, InitialTeb stack);

    /// <summary>Sends a thread that begins to ntdll's loader, which goes on with the context in its base frame.</summary>
    public abstract void EnterLoader(KThread thread, NtdllEntries ntdll);

    /// <summary>What lies before the CONTEXT of an APC's frame.</summary>
    internal abstract byte[] ApcHead(KApc apc);
}

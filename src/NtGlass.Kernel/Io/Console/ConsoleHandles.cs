using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The console handles that a process is started with.</summary>
static class ConsoleHandles
{
    const uint FileGenericRead = 0x120089, FileGenericWrite = 0x120196;

    /// <summary>RTL_USER_PROCESS_PARAMETERS.ConsoleHandle of the first process: the machine's console.</summary>
    public static uint OpenReference(EProcess process) =>
        Insert(process, new ConsoleFile(ConsoleFileKind.Reference, process.Kernel.Console), FileGenericRead | FileGenericWrite);

    /// <summary>A standard handle: the console on a terminal, else what the host's stream was redirected to.</summary>
    public static uint OpenStandard(EProcess process, ConsoleStream stream)
    {
        if (!process.Kernel.Host.Console.IsTerminal(stream)) return OpenDevice(process, stream);
        ConsoleFile opened = new(stream == ConsoleStream.Input ? ConsoleFileKind.Input : ConsoleFileKind.Output);
        return Insert(process, opened, FileGenericRead | FileGenericWrite);
    }

    /// <summary>A handle to the device that stands for one of the host's streams.</summary>
    public static uint OpenDevice(EProcess process, ConsoleStream stream)
    {
        (string name, uint access) = stream switch
        {
            ConsoleStream.Input => ("ConIn", FileGenericRead),
            ConsoleStream.Output => ("ConOut", FileGenericWrite),
            _ => ("ConErr", FileGenericWrite),
        };
        NtStatus status = Io.OpenFile(process.Kernel.SystemThread, @"\Device\" + name, access, out FileObject? file);
        return file is null || status.IsError ? 0 : Insert(process, file, access);
    }

    static uint Insert(EProcess process, ConsoleFile opened, uint access)
    {
        OpenPacket packet = new()
        {
            DesiredAccess = access,
            ShareAccess = 7,
            Options = CreateOptions.NonDirectoryFile | CreateOptions.SynchronousIoNonalert,
        };
        var device = (IoDevice)process.Kernel.Namespace.Device.Entries["ConDrv"];
        return Insert(process, new FileObject(device, "\\" + opened.Kind, packet) { Context = opened }, access);
    }

    static uint Insert(EProcess process, FileObject file, uint access)
    {
        NtStatus status = Ob.CreateHandle(process, file, access, ObjectAttributeFlags.Inherit, out Handle handle);
        file.Header.Dereference();
        return status.IsError ? 0 : handle.Value;
    }
}

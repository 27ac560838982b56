using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The I/O manager: the devices of a machine and the opening of files by name.</summary>
public static class Io
{
    const string VolumeName = "HarddiskVolume1";

    /// <summary>Puts the disk, the console and the null device into the object namespace.</summary>
    public static void Initialize(NtKernel kernel, GuestVolume volume)
    {
        IConsole host = kernel.Host.Console;
        RedirectedInput redirected = new(host);
        kernel.Idle.Input = new HostInput(kernel.Console, redirected);
        ObjectDirectory devices = kernel.Namespace.Device;
        AddDevice(devices, VolumeName, new VolumeDevice(volume));
        AddDevice(devices, "NamedPipe", new NamedPipeDevice());
        AddDevice(devices, "Mailslot", new MailslotDevice());
        AddDevice(devices, "MountPointManager", new MountPointManager(volume, @"\Device\" + VolumeName));
        AddDevice(ObjectNamespace.AddDirectory(devices, "Harddisk0"), "DR0", new DiskDevice(volume));
        AddDevice(devices, "Null", new NullDevice());
        AddDevice(devices, "ConIn", new ConsoleInputDevice(kernel.Console, redirected, host));
        AddDevice(devices, "ConOut", new ConsoleOutputDevice(kernel.Console, host, ConsoleStream.Output));
        AddDevice(devices, "ConErr", new ConsoleOutputDevice(kernel.Console, host, ConsoleStream.Error));
        AddDevice(devices, "ConDrv", new ConDrvDevice(kernel.Console));
        AddDevice(devices, "Con", new ConsoleDevice(devices));
        AddDevice(devices, "Afd", new AfdDevice(kernel));
        AddDevice(devices, "Nsi", new NsiDevice(kernel.Network));
        AddLink(kernel, "C:", VolumeName);
        AddLink(kernel, MountPointManager.VolumeName(volume), VolumeName);
        AddLink(kernel, "PhysicalDrive0", @"Harddisk0\DR0");
        AddLink(kernel, "MountPointManager", "MountPointManager");
        AddLink(kernel, "PIPE", "NamedPipe");
        AddLink(kernel, "MAILSLOT", "Mailslot");
        AddLink(kernel, "NUL", "Null");
        AddLink(kernel, "CON", "Con");
        AddLink(kernel, "CONIN$", "ConIn");
        AddLink(kernel, "CONOUT$", "ConOut");
        AddLink(kernel, "Nsi", "Nsi");
    }

    /// <summary>The device behind C:.</summary>
    public static VolumeDevice VolumeOf(NtKernel kernel) => (VolumeDevice)kernel.Namespace.Device.Entries[VolumeName];

    /// <summary>Opens a file for the kernel itself by its name in the object namespace; the caller gives the reference back.</summary>
    /// <returns>STATUS_SUCCESS or what the open failed with.</returns>
    public static NtStatus OpenFile(KThread caller, string name, uint access, out FileObject? file)
    {
        CapturedAttributes attributes = new(default, name, ObjectAttributeFlags.CaseInsensitive, GuestAddress.Null);
        OpenPacket packet = new()
        {
            DesiredAccess = access,
            ShareAccess = 5,
            Options = CreateOptions.NonDirectoryFile | CreateOptions.SynchronousIoNonalert,
        };
        return Open(caller, attributes, packet, out file);
    }

    /// <summary>Turns <c>\Device\HarddiskVolume1\work\a</c> into <c>C:\work\a</c>; other names stay.</summary>
    public static string DosName(string name)
    {
        const string Prefix = @"\Device\" + VolumeName;
        return name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? "C:" + name[Prefix.Length..] : name;
    }

    /// <summary>Opens what a caller named; the result has the one reference that the caller gives back.</summary>
    internal static NtStatus Open(KThread caller, CapturedAttributes attributes, OpenPacket packet, out FileObject? file) =>
        Ob.Lookup(caller, attributes, packet.DesiredAccess, packet, out file);

    static void AddDevice(ObjectDirectory devices, string name, IoDevice device)
    {
        device.Header.IsPermanent = true;
        devices.Add(name, device);
    }

    static void AddLink(NtKernel kernel, string name, string device) =>
        ObjectNamespace.AddLink(kernel.Namespace.DosDevices, name, $@"\Device\{device}");
}

using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Hives in files of the guest's disk.</summary>
static class HiveFile
{
    const long LongestFile = 256 << 20;

    /// <summary>Opens a file by its name for hives; the caller gives the reference back.</summary>
    /// <returns>Errors of the attributes, what the device says.</returns>
    public static NtStatus Open(KThread caller, In<ObjectAttributes> name, uint access, CreateDisposition disposition, out FileObject? file)
    {
        file = null;
        if (name.IsNull) return NtStatus.AccessViolation;
        NtStatus status = CapturedAttributes.Capture(caller, name, out CapturedAttributes attributes);
        if (status.IsError) return status;
        OpenPacket packet = new()
        {
            DesiredAccess = access | FileRights.Synchronize,
            ShareAccess = 0,
            Disposition = disposition,
            Options = CreateOptions.NonDirectoryFile | CreateOptions.SynchronousIoNonalert,
        };
        return Io.Open(caller, attributes, packet, out file);
    }

    /// <summary>Reads a whole hive.</summary>
    /// <returns>STATUS_NOT_REGISTRY_FILE, STATUS_REGISTRY_CORRUPT, STATUS_REGISTRY_QUOTA_LIMIT, STATUS_INSUFFICIENT_RESOURCES for a file that is too
    /// long, what the volume says, STATUS_SUCCESS.</returns>
    public static NtStatus Read(FileObject file, Registry registry, out KeyNode? root)
    {
        root = null;
        if (file.Control is not Fcb control) return NtStatus.NotRegistryFile;
        if (control.Node.Length > LongestFile) return NtStatus.InsufficientResources;
        NtStatus status = control.Data?.Flush() ?? NtStatus.Success;
        byte[] bytes = new byte[control.Node.Length];
        int done = 0;
        while (status.IsSuccess && done < bytes.Length)
        {
            status = control.Node.Read(done, bytes.AsSpan(done), out int count);
            if (count == 0) break;
            done += count;
        }
        return status.IsSuccess ? Parse(bytes, registry, out root) : status;
    }

    /// <summary>Replaces a file's content by a hive.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for what is no file on a disk, what the volume says, STATUS_SUCCESS.</returns>
    public static NtStatus Write(FileObject file, KeyNode root, bool isLatest)
    {
        if (file.Control is not Fcb control) return NtStatus.InvalidParameter;
        byte[] bytes = HiveWriter.Write(root, KeySecurity.DefaultBytes, isLatest);
        NtStatus status = control.Data?.Flush() ?? NtStatus.Success;
        if (status.IsSuccess) status = control.Node.SetLength(bytes.Length);
        if (status.IsSuccess) status = control.Node.Write(0, bytes);
        if (status.IsSuccess) control.Data?.Overwrite(0, bytes);
        return status;
    }

    static NtStatus Parse(byte[] bytes, Registry registry, out KeyNode? root)
    {
        root = null;
        try
        {
            root = HiveReader.Read(bytes, Registry.SizeLimit - registry.Used);
            return NtStatus.Success;
        }
        catch (HiveException error)
        {
            return error.Fault switch
            {
                HiveFault.NotAHive => NtStatus.NotRegistryFile,
                HiveFault.TooLarge => NtStatus.RegistryQuotaLimit,
                _ => NtStatus.RegistryCorrupt,
            };
        }
    }
}

using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of security descriptors: every object belongs to the user, and nobody is kept from it.</summary>
public static class SecurityServices
{
    const uint Owner = 1, Group = 2, Dacl = 4;
    const ushort SelfRelative = 0x8000, DaclPresent = 0x0004;
    const int HeaderSize = 20;

    /// <summary>Tells an object's security descriptor.</summary>
    [SystemService]
    public static NtStatus NtQuerySecurityObject(
        KThread caller, Handle handle, uint securityInformation, [Opt] UserBuffer securityDescriptor, uint length, Out<uint> lengthNeeded)
    {
        lengthNeeded.ProbeForWrite(caller);
        securityDescriptor.ProbeForWrite(caller, length, alignment: 4);
        NtStatus status = Ob.Reference(caller, handle, AccessMask.ReadControl, out ObjectRef<KernelObject> reference);
        if (status.IsError) return status;
        reference.Dispose();
        byte[] answer = Build([.. caller.Process.Token.UserSid], securityInformation);
        lengthNeeded.Write(caller, (uint)answer.Length);
        if (length < answer.Length) return NtStatus.BufferTooSmall;
        securityDescriptor.Write(caller, answer);
        return NtStatus.Success;
    }

    /// <summary>Changes an object's security descriptor: it is checked for being there, and then has no effect.</summary>
    [SystemService]
    public static NtStatus NtSetSecurityObject(KThread caller, Handle handle, uint securityInformation, UserBuffer securityDescriptor)
    {
        if (securityDescriptor.IsNull) return NtStatus.AccessViolation;
        securityDescriptor.Read(caller, new byte[HeaderSize]);
        uint access = (securityInformation & Dacl) != 0 ? AccessMask.WriteDac : AccessMask.WriteOwner;
        NtStatus status = Ob.Reference(caller, handle, access, out ObjectRef<KernelObject> reference);
        if (!status.IsError) reference.Dispose();
        return status;
    }

    /// <summary>A self-relative descriptor with the parts asked for; its DACL is the empty pointer that lets everybody in.</summary>
    static byte[] Build(byte[] sid, uint parts)
    {
        bool owner = (parts & Owner) != 0, group = (parts & Group) != 0;
        int groupAt = HeaderSize + (owner ? sid.Length : 0);
        var record = new GuestRecord(groupAt + (group ? sid.Length : 0))
            .Set(0, (byte)1)
            .Set(2, (ushort)(SelfRelative | ((parts & Dacl) != 0 ? DaclPresent : 0)));
        if (owner) record.Set(4, (uint)HeaderSize).Set(HeaderSize, sid);
        if (group) record.Set(8, (uint)groupAt).Set(groupAt, sid);
        return record.Bytes;
    }
}

using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The file of a new process and the section made of it, for as long as the service works.</summary>
public sealed class ImageOpen(KThread caller) : IDisposable
{
    const uint ReadExecute = FileRights.Execute | FileRights.ReadData | AccessMask.Synchronize;

    FileObject? file;

    public Section? Section { get; private set; }

    /// <summary>Opens the program's file and makes an image section; a failure is told in the create information.</summary>
    /// <returns>Errors of the open, errors of the image, STATUS_INVALID_IMAGE_FORMAT for a DLL, STATUS_SUCCESS.</returns>
    public NtStatus Open(string name, PsCreateInfo info)
    {
        NtStatus status = Io.OpenFile(caller, name, ReadExecute | info.AdditionalFileAccess, out file);
        if (status.IsError || file is null)
        {
            info.Fail(caller, PsCreateState.FailOnFileOpen);
            return status;
        }
        status = SectionCreate.OfImage(caller.Kernel, file, out Section? section);
        Section = section;
        if (section is null)
        {
            if (Ob.CreateHandle(caller, file, ReadExecute, 0, out Handle handle).IsSuccess) info.Fail(caller, PsCreateState.FailOnSectionCreate, handle.Value);
            return status;
        }
        uint characteristics = (uint)section.Image!.Headers.Characteristics;
        const uint Dll = 0x2000;
        if ((characteristics & (info.ProhibitedCharacteristics | Dll)) == 0) return NtStatus.Success;
        info.Fail(caller, PsCreateState.FailExeFormat, (uint)section.Image.Headers.DllCharacteristics);
        return NtStatus.InvalidImageFormat;
    }

    /// <summary>Gives the caller handles to both.</summary>
    public NtStatus GiveHandles(uint additionalAccess, out Handle fileHandle, out Handle sectionHandle)
    {
        sectionHandle = default;
        NtStatus status = Ob.CreateHandle(caller, file!, ReadExecute | additionalAccess, 0, out fileHandle);
        if (status.IsError) return status;
        status = Ob.CreateHandle(caller, Section!, Section.ObjectType.ValidAccess, 0, out sectionHandle);
        if (status.IsError) Ob.Close(caller, fileHandle);
        return status;
    }

    public void Dispose()
    {
        Section?.Header.Dereference();
        file?.Header.Dereference();
    }
}

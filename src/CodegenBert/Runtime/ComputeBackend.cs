using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>libtorch, loaded and set up: the one place where its absence is turned into words.</summary>
internal static class ComputeBackend
{
    /// <summary>The device for a run.</summary>
    /// <param name="device">The chosen device.</param>
    /// <param name="threads">libtorch's threads for the whole process; null leaves them.</param>
    /// <exception cref="CodegenBertException">libtorch does not load, or has no such device.</exception>
    public static Device Prepare(ComputeDevice device, int? threads)
    {
        if (threads is < 1)
        {
            throw new TrainingException($"The option Threads is {threads}; allowed is 1 or more, or null.");
        }

        LibtorchSettings.Choose();
        try
        {
            if (threads is int count)
            {
                set_num_threads(count);
            }

            return Find(device);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException or BadImageFormatException)
        {
            throw new CodegenBertException(
                $"libtorch does not load on {System.Runtime.InteropServices.RuntimeInformation.OSDescription} ({System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}). "
                + "The application must reference the package TorchSharp-cpu (or a CUDA one); on Linux it needs glibc 2.31 or later. Cause: " + e.GetBaseException().Message,
                e);
        }
    }

    private static Device Find(ComputeDevice device)
    {
        bool hasCuda = !device.Equals(ComputeDevice.Cpu) && cuda.is_available();
        if (device.IsCuda && !hasCuda)
        {
            throw new CodegenBertException(
                $"The device is {device}, but libtorch finds no CUDA device. Reference TorchSharp's CUDA package in place of TorchSharp-cpu, check the driver, or use ComputeDevice.Cpu or ComputeDevice.Auto.");
        }

        if (device.IsCuda && device.Index >= cuda.device_count())
        {
            throw new CodegenBertException($"The device is {device}, but libtorch finds {cuda.device_count()} CUDA devices, numbered from 0. Use one of these.");
        }

        InitializeDeviceType(hasCuda ? DeviceType.CUDA : DeviceType.CPU);
        return hasCuda ? new Device(DeviceType.CUDA, device.Index) : CPU;
    }
}

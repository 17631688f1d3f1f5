using CodegenBert.Runtime;
using TorchSharp;

namespace CodegenBert.Tests.Runtime;

/// <summary>Devices by their names; here none but the processor can be computed on.</summary>
public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData("auto", "auto")]
    [InlineData("cpu", "cpu")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("cuda:0", "cuda:0")]
    [InlineData("cuda:3", "cuda:3")]
    public void A_device_is_read_as_PyTorch_writes_it(string text, string written) =>
        Assert.Equal(written, ComputeDevice.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:1x")]
    [InlineData("cuda:99999999999")]
    public void Another_text_is_refused_with_what_is_allowed(string text)
    {
        Assert.False(ComputeDevice.TryParse(text, out ComputeDevice device));
        Assert.Equal(ComputeDevice.Cpu, device);
        var e = Assert.Throws<FormatException>(() => ComputeDevice.Parse(text));
        Assert.Equal($"The device is '{text}'; allowed is auto, cpu, cuda, or cuda:n with the device's number.", e.Message);
    }

    [Fact]
    public void The_default_is_the_processor_and_two_devices_of_one_name_are_equal()
    {
        Assert.Equal(ComputeDevice.Cpu, default);
        Assert.Equal(ComputeDevice.Cuda(2), ComputeDevice.Parse("cuda:2"));
        Assert.NotEqual(ComputeDevice.Cuda(), ComputeDevice.Auto);
        Assert.Throws<ArgumentOutOfRangeException>(() => ComputeDevice.Cuda(-1));
    }

    [Fact]
    public void Where_there_is_no_CUDA_device_it_is_refused_with_the_remedy_and_auto_is_the_processor()
    {
        Assert.Equal(DeviceType.CPU, ComputeBackend.Prepare(ComputeDevice.Cpu, null).type);
        if (torch.cuda.is_available())
        {
            Assert.Equal(DeviceType.CUDA, ComputeBackend.Prepare(ComputeDevice.Auto, null).type);
            return;
        }

        Assert.Equal(DeviceType.CPU, ComputeBackend.Prepare(ComputeDevice.Auto, null).type);
        var e = Assert.Throws<CodegenBertException>(() => ComputeBackend.Prepare(ComputeDevice.Cuda(1), null));
        Assert.Equal(
            "The device is cuda:1, but libtorch finds no CUDA device. Reference TorchSharp's CUDA package in place of TorchSharp-cpu, check the driver, or use ComputeDevice.Cpu or ComputeDevice.Auto.",
            e.Message);
    }
}

using System.Net;
using Affluence.Report.Alerts.Webhooks;

namespace Affluence.ReportService.Tests.Alerts.Webhooks;

public class PublicAddressTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    // IPv4 in the clothes of IPv6.
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::7f00:1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    // Where clouds tell a machine its own secrets: AWS, Google, Azure and more; AWS by IPv6; Alibaba; Oracle; Azure's host.
    [InlineData("169.254.169.254", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("192.0.0.192", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("::ffff:168.63.129.16", false)]
    [InlineData("64:ff9b::168.63.129.16", false)]
    public void Is_Address_OfTheInternetOrNot(string address, bool expected) => Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));
}

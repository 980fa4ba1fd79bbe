<?xml version="1.0" encoding="utf-8"?>
<!-- The page. It reads the elements that nodes.py makes; values are texts, written as they are. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="utf-8" indent="no"/>

<xsl:template match="/dashboard">
<html lang="vi" data-theme="dark">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="{@allowed}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title><xsl:value-of select="@title"/></title>
<style><xsl:value-of select="@style"/></style>
</head>
<body>
<header>
<xsl:if test="@sample"><p class="sample"><xsl:value-of select="@sample"/></p></xsl:if>
<h1><xsl:value-of select="@name"/></h1>
<p class="day"><xsl:value-of select="@day"/></p>
<form class="controls">
<xsl:if test="choice">
<label>Đơn vị <select id="unit">
<option value="">Tất cả đơn vị</option>
<xsl:for-each select="choice"><option value="{@key}"><xsl:value-of select="@name"/></option></xsl:for-each>
</select></label>
</xsl:if>
<xsl:if test="list/row[@official]">
<label>Cán bộ <select id="official">
<option value="">Tất cả cán bộ</option>
<xsl:for-each select="list/row[@official]">
<option value="{@official}" data-of="{@of}">
<xsl:value-of select="@name"/>
<xsl:if test="@about"> (<xsl:value-of select="@about"/>)</xsl:if>
</option>
</xsl:for-each>
</select></label>
</xsl:if>
<button type="button" id="theme">Nền sáng</button>
<button type="button" id="print">In một trang</button>
</form>
<p class="plan"><xsl:value-of select="@plan"/></p>
</header>
<xsl:if test="reason">
<section class="unreliable" aria-labelledby="unreliable">
<h2 id="unreliable"><xsl:value-of select="@unreliable"/></h2>
<ul><xsl:apply-templates select="reason"/></ul>
</section>
</xsl:if>
<main>
<xsl:apply-templates select="panel | list"/>
<p id="no-panel" class="note" hidden="hidden">Đơn vị này không có ô và biểu đồ riêng ở đây: xem dòng của đơn vị ở bảng dưới, và tệp <xsl:value-of select="@workbook"/>.</p>
</main>
<footer>
<xsl:if test="@records"><p><xsl:value-of select="@records"/></p></xsl:if>
<p>Cột: kết quả của từng kỳ <xsl:value-of select="@cycle"/> ngày; đường bậc thang: chỉ tiêu áp dụng vào ngày cuối kỳ; chỗ trống (–): bản xuất chưa có số liệu của kỳ đó. Từng hồ sơ đã đếm: tệp <xsl:value-of select="@workbook"/>.</p>
</footer>
<script><xsl:value-of select="@script"/></script>
</body>
</html>
</xsl:template>

<xsl:template match="reason">
<li>
<xsl:if test="@beyond"><xsl:attribute name="class">beyond</xsl:attribute></xsl:if>
<span><xsl:value-of select="@text"/></span>
<xsl:if test="@more"><b class="on-paper"><xsl:text> </xsl:text><xsl:value-of select="@more"/></b></xsl:if>
</li>
</xsl:template>

<xsl:template match="panel">
<section class="panel" id="panel-{@key}" aria-labelledby="name-{@key}">
<div class="headline">
<h2 id="name-{@key}"><xsl:value-of select="@name"/></h2>
<p class="said"><xsl:value-of select="@headline"/></p>
<xsl:if test="@below != ''"><p class="below"><xsl:value-of select="@below"/></p></xsl:if>
</div>
<div class="tiles"><xsl:apply-templates select="tile"/></div>
</section>
</xsl:template>

<xsl:template match="tile">
<article class="tile {@state}">
<h3><xsl:value-of select="@heading"/></h3>
<p class="rate"><xsl:value-of select="@rate"/><xsl:text> </xsl:text><span class="status"><xsl:value-of select="@status"/></span></p>
<p class="counted">
<xsl:if test="@counted"><span><xsl:value-of select="@counted"/></span><xsl:text> </xsl:text></xsl:if>
<span><xsl:value-of select="@target"/></span><xsl:text> </xsl:text>
<xsl:if test="@missing"><strong><xsl:value-of select="@missing"/></strong></xsl:if>
</p>
<xsl:apply-templates select="trend"/>
<p class="more">
<xsl:if test="@milestone"><span class="{@reached}"><xsl:value-of select="@milestone"/></span><xsl:text> </xsl:text></xsl:if>
<xsl:if test="@ahead"><span><xsl:value-of select="@ahead"/></span></xsl:if>
</p>
</article>
</xsl:template>

<xsl:template match="trend">
<div class="trend">
<svg role="img" aria-label="{@finding}" viewBox="0 -500 {@width} 10500" preserveAspectRatio="none">
<path class="ground" d="M0 10000H{@width}M0 0H{@width}"/>
<xsl:for-each select="bar">
<rect class="bar" x="{@x}" y="{@y}" width="{@width}" height="{@height}"><title><xsl:value-of select="@about"/></title></rect>
<path class="foot" d="M{@x} 10000h{@width}"/>
</xsl:for-each>
<xsl:if test="@steps != ''"><path class="steps" d="{@steps}"/></xsl:if>
</svg>
<ol class="windows" aria-hidden="true">
<xsl:for-each select="bar | gap">
<li title="{@about}"><b><xsl:value-of select="@number"/></b><xsl:if test="@label"><span><xsl:value-of select="@label"/></span></xsl:if></li>
</xsl:for-each>
</ol>
</div>
</xsl:template>

<xsl:template match="list">
<section class="list" id="{@name}" data-printed="{@printed}">
<table>
<caption><h2><xsl:value-of select="@heading"/></h2><span class="count" role="status"><xsl:value-of select="@count"/></span></caption>
<thead><tr>
<th scope="col"><xsl:value-of select="@heading"/></th>
<xsl:for-each select="column"><th scope="col">
<xsl:if test="@heading = /dashboard/@concluded"><xsl:attribute name="class">conclusion</xsl:attribute></xsl:if>
<xsl:value-of select="@heading"/></th></xsl:for-each>
</tr></thead>
<tbody><xsl:apply-templates select="row"/></tbody>
</table>
<p class="empty note">
<xsl:if test="row"><xsl:attribute name="hidden">hidden</xsl:attribute></xsl:if>
<xsl:text>Không có số liệu.</xsl:text></p>
<p class="on-paper note">
<xsl:if test="count(row) &lt;= @printed"><xsl:attribute name="hidden">hidden</xsl:attribute></xsl:if>
<xsl:text>Trang in có </xsl:text><xsl:value-of select="@printed"/><xsl:text> dòng đầu, còn </xsl:text>
<b class="rest"><xsl:value-of select="count(row) - @printed"/></b><xsl:text> dòng nữa.</xsl:text></p>
<xsl:if test="@cut"><p class="note"><xsl:value-of select="@cut"/></p></xsl:if>
</section>
</xsl:template>

<xsl:template match="row">
<tr data-of="{@of}">
<xsl:if test="@official"><xsl:attribute name="data-official"><xsl:value-of select="@official"/></xsl:attribute></xsl:if>
<xsl:if test="@beyond"><xsl:attribute name="class">beyond</xsl:attribute></xsl:if>
<th scope="row"><div class="who"><span><xsl:value-of select="@name"/></span><xsl:if test="@about"><xsl:text> </xsl:text><small><xsl:value-of select="@about"/></small></xsl:if></div></th>
<xsl:for-each select="cell">
<td>
<xsl:if test="@state"><xsl:attribute name="class"><xsl:value-of select="@state"/></xsl:attribute></xsl:if>
<xsl:if test="@about"><xsl:attribute name="title"><xsl:value-of select="@about"/></xsl:attribute></xsl:if>
<xsl:value-of select="@text"/>
<xsl:if test="@below"><xsl:text> </xsl:text><small><xsl:value-of select="@below"/></small></xsl:if>
</td>
</xsl:for-each>
</tr>
</xsl:template>
</xsl:stylesheet>

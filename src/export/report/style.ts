/**
 * The report's style sheet: paper by day, film by night, and always paper when printed. Lines are in Okabe and Ito's
 * colours, darkened on paper where they would have less than 3:1 contrast.
 */
export const style = `
:root{color-scheme:light dark;--paper:#faf9f7;--ink:#1c1a20;--soft:#5f5a66;--line:#dcd8e0;--violet:#5a3e92;--tint:90,62,146;
--s0:#0072b2;--s1:#d55e00;--s2:#009e73;--s3:#b8568b;--s4:var(--ink);--s5:#a87200;--eosin:#b03a6b}
@media screen and (prefers-color-scheme:dark){:root{--paper:#151318;--ink:#eae7ee;--soft:#a8a2b0;--line:#37323e;--violet:#b9a2ec;
--tint:160,130,235;--s0:#56b4e9;--s1:#e8783a;--s2:#2fc197;--s3:#dd9bbf;--s4:var(--ink);--s5:#e69f00;--eosin:#f08fb5}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",
"Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:960px;margin:0 auto;padding:40px 24px 64px}
header{border-bottom:1px solid var(--line);padding-bottom:24px}
.kicker{color:var(--violet);font-size:14px;margin:0 0 8px}
h1{font-size:32px;line-height:1.25;font-weight:600;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:20px;font-weight:600;margin:0 0 8px}
h3{font-size:16px;font-weight:600;margin:0 0 8px}
section{border-bottom:1px solid var(--line);padding:32px 0}
p{margin:0 0 16px;max-width:72ch}
.soft,caption,figcaption,dt,.pictures small{color:var(--soft);font-size:14px}
.notice{color:var(--eosin);font-size:14px;margin:0}
.headline{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(280px,100%),1fr));gap:32px;margin-bottom:16px}
.headline .figure{font-size:56px;line-height:1.1;font-weight:600;color:var(--violet);margin:0}
.headline .name{margin:0}
.headline .why{font-size:20px;margin:8px 0}
.scroll{overflow-x:auto;margin-bottom:16px}
table{border-collapse:collapse;font-size:14px;min-width:50%}
caption{text-align:left;padding-bottom:8px}
th,td{padding:6px 16px 6px 0;text-align:right;border-bottom:1px solid var(--line);font-weight:400;vertical-align:top}
thead th{color:var(--soft);vertical-align:bottom}
th:first-child,.list th,.list td{text-align:left}
td,thead th{white-space:nowrap}
tbody th{overflow-wrap:break-word;word-break:keep-all;max-width:28ch}
.list td{white-space:normal}
.matrix th,.matrix td{vertical-align:middle;padding:8px 12px}
.matrix td,.matrix thead th{text-align:center;white-space:normal}
.matrix th:first-child{text-align:left;padding-left:0}
.matrix .right{font-weight:600}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(128px,1fr));gap:24px 16px;list-style:none;padding:0;margin:0 0 16px}
.pictures li{font-size:14px;line-height:1.4;overflow-wrap:anywhere}
.pictures img{display:block;width:100%;aspect-ratio:1;background:#000;image-rendering:pixelated;margin-bottom:8px}
.pictures .truth{display:block}
.pictures .said{display:block;color:var(--eosin)}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(360px,100%),1fr));gap:24px}
.plot{margin:0 0 16px;max-width:560px}
svg{display:block;width:100%;height:auto}
svg text{fill:var(--soft);font-size:12px}
svg text.mark{fill:var(--violet)}
.turned{transform-box:fill-box;transform-origin:center;transform:rotate(-90deg)}
.axis,.grid,.chance,path.mark,.line,.interval{fill:none;stroke:var(--soft);stroke-width:1}
.grid{stroke:var(--line)}.chance{stroke-dasharray:2 4}path.mark{stroke:var(--violet);stroke-dasharray:4 3}
.line{stroke-width:2;stroke-linejoin:round}
.interval{stroke:var(--violet);stroke-width:2}.value{fill:var(--violet)}
.s0{stroke:var(--s0)}.s1{stroke:var(--s1);stroke-dasharray:8 3}.s2{stroke:var(--s2);stroke-dasharray:2 2}
.s3{stroke:var(--s3);stroke-dasharray:10 3 2 3}.s4{stroke:var(--s4);stroke-dasharray:5 2}.s5{stroke:var(--s5);stroke-dasharray:1 3}
.dot{fill:var(--paper);stroke-width:2}
.whisker{max-width:360px;margin-top:8px}
figcaption{display:flex;flex-wrap:wrap;gap:4px 24px;padding-top:8px}
.key{display:inline-flex;align-items:center;gap:8px}.key svg{width:28px;flex:none}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 24px;margin:0 0 16px}
dd{margin:0;overflow-wrap:anywhere}
pre{font:13px/1.5 ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;overflow-x:auto;margin:0 0 16px;padding:12px 16px;
border-left:2px solid var(--line)}
summary{cursor:pointer;color:var(--violet);font-size:14px;margin-bottom:8px}
.scroll:focus-visible,pre:focus-visible,summary:focus-visible{outline:2px solid var(--violet);outline-offset:2px}
footer{padding-top:24px}
@media (max-width:480px){main{padding:24px 16px 40px}h1{font-size:26px}.headline .figure{font-size:44px}
.pictures{grid-template-columns:repeat(auto-fill,minmax(96px,1fr))}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
@media print{main{max-width:none;padding:0}section{padding:16px 0}pre{white-space:pre-wrap;overflow-wrap:anywhere}
.plot,.pictures li,tr,pre,dl{break-inside:avoid}h2,caption{break-after:avoid}}
`;

"""Counts of the made TB Chest X-ray Database: python3 tb_chest.py <folder written by generate/write.ts>.

The workbooks are read by openpyxl, so pandas and the program have nothing in common but the file.
"""

import pandas as pd
from summary import files, one, root, summary, write

folder = root() / "tb-chest/TB_Chest_Radiography_Database"
frame = pd.DataFrame({"path": files(folder, ".png")})
frame["label"] = frame["path"].str.split("/").str[0]
frame["split"] = "none"
books = pd.concat(pd.read_excel(folder / f"{name}.metadata.xlsx") for name in ("Normal", "Tuberculosis"))
hosts = books.set_index(books["FILE NAME"].str.lower())["URL"]
frame["source"] = frame["path"].str.extract(r"([^/]+)\.png$")[0].str.lower().map(hosts)
targets = {"tuberculosis": one(frame, "label", ["Normal", "Tuberculosis"])}
write({"tb-chest": summary(frame, targets, ["source"], patient=None)})
